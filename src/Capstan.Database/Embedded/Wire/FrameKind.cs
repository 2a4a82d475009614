namespace Capstan.Database.Embedded.Wire;

/// <summary>What a frame between worker and engine says. Both ends are of one build, which the hello checks.</summary>
internal enum FrameKind : byte
{
    /// <summary>Worker: version, slot, id, pid, engine text. The first frame.</summary>
    Hello = 1,

    /// <summary>Engine: settings, folder of the files.</summary>
    Welcome = 2,

    /// <summary>Engine: why the worker is not let in; then the connection ends.</summary>
    Refused = 3,

    /// <summary>Worker: it is alive.</summary>
    Ping = 4,

    /// <summary>Worker: its state.</summary>
    Report = 5,

    /// <summary>Engine: a view.</summary>
    View = 6,

    /// <summary>Worker: kind and detail of a notice.</summary>
    Note = 7,

    /// <summary>Worker: call, what, its arguments.</summary>
    Call = 8,

    /// <summary>Engine: call, the answer.</summary>
    Reply = 9,

    /// <summary>Engine: call, what went wrong.</summary>
    Fault = 10,

    /// <summary>Worker: bytes of a message for the log.</summary>
    Append = 20,

    /// <summary>Worker: reading, position behind which it begins.</summary>
    ReadLog = 21,

    /// <summary>Worker: reading, bytes that were consumed.</summary>
    LogRoom = 22,

    /// <summary>Worker: a reading ends.</summary>
    StopLog = 23,

    /// <summary>Engine: a reading has begun.</summary>
    LogBegun = 24,

    /// <summary>Engine: reading, position, bytes of a message.</summary>
    LogEntry = 25,

    /// <summary>Engine: reading, first position that is there; the reading ends.</summary>
    LogGap = 26,

    /// <summary>Engine: reading, what went wrong; the reading ends.</summary>
    LogFault = 27,

    /// <summary>Worker: epoch under which it takes writes.</summary>
    TakeWrites = 30,

    /// <summary>Worker: it takes no more.</summary>
    StopWrites = 31,

    /// <summary>Engine: tag, its clock, whether dead, a write.</summary>
    Write = 32,

    /// <summary>Worker: tag, answer.</summary>
    WriteAnswer = 33,

    /// <summary>Worker: how many reads at a time.</summary>
    TakeReads = 40,

    /// <summary>Worker: it takes no more.</summary>
    StopReads = 41,

    /// <summary>Engine: tag, a read.</summary>
    Read = 42,

    /// <summary>Worker: tag, answer.</summary>
    ReadAnswer = 43,
}
