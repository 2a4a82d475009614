using System.Runtime.CompilerServices;
using Xunit.v3;

namespace Capstan.SystemTests.Servers;

/// <summary>Cases that are there in full rounds alone: they take long, and others show in short what they show at length.</summary>
[XunitTestCaseDiscoverer(typeof(FullRoundsDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FullRoundsTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
    : TheoryAttribute(sourceFilePath, sourceLineNumber);
