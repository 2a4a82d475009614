using Capstan.Admin;
using Capstan.Control;
using Capstan.Events;

namespace Capstan.Hosting;

/// <summary>A stack whose controller and admin API run.</summary>
/// <param name="Control">What may be asked of it.</param>
/// <param name="Events">What happened in it.</param>
/// <param name="Reloader">Takes over a changed stack file.</param>
/// <param name="Admin">Base URL of the admin API.</param>
public sealed record RunningStack(IStackControl Control, IEventLog Events, IStackReloader Reloader, string Admin);
