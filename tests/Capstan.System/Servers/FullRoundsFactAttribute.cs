using System.Runtime.CompilerServices;
using Xunit.v3;

namespace Capstan.SystemTests.Servers;

/// <summary>A case that is there in full rounds alone: it takes long, and others show in short what it shows at length.</summary>
[XunitTestCaseDiscoverer(typeof(FullRoundsDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FullRoundsFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : FactAttribute(sourceFilePath, sourceLineNumber);
