namespace Capstan.Database.Membership;

/// <summary>A worker that is present.</summary>
/// <param name="Id">Names this life of its process.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Pid">Its process id as the runtime reports it: the election order.</param>
/// <param name="Engine">Version and options of its SQLite; workers of different ones do not serve together.</param>
/// <param name="State">What it last told of itself.</param>
public sealed record Member(Guid Id, int Slot, int Pid, string Engine, MemberState State);
