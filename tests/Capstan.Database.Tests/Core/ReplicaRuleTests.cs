using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Database.Tests.Core;

public sealed class ReplicaRuleTests
{
    [Theory]
    [InlineData(RecordKind.Operation, 5, 8, true)]
    [InlineData(RecordKind.Operation, 4, 8, false)]
    [InlineData(RecordKind.Operation, 6, 8, false)]
    [InlineData(RecordKind.Operation, 5, 7, false)]
    [InlineData(RecordKind.Operation, 5, 9, false)]
    [InlineData(RecordKind.Refuse, 5, 8, true)]
    [InlineData(RecordKind.Skip, 5, 8, true)]
    [InlineData(RecordKind.Restore, 5, 8, true)]
    [InlineData(RecordKind.Import, 5, 8, true)]
    [InlineData(RecordKind.Import, 4, 8, false)]
    [InlineData(RecordKind.Base, 5, 7, false)]
    [InlineData(RecordKind.Base, 5, 30, true)]
    [InlineData(RecordKind.Base, 4, 30, false)]
    public void IsValid_ByEpochAndPlace_WhateverIsApplied(RecordKind kind, long epoch, long lsn, bool expected)
    {
        var scan = new ScanState(new Epoch(5), new Lsn(7), Digest.Zero);
        var record = new LogRecord { Kind = kind, Epoch = new Epoch(epoch), Lsn = new Lsn(lsn) };

        Assert.All([0L, 7, 8, 40], applied => Assert.Equal(expected, new ReplicaRule().IsValid(scan, new Lsn(applied), record)));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void BeginsEpoch_OnlyWhenHigher(long epoch, bool expected) =>
        Assert.Equal(expected, new ReplicaRule().BeginsEpoch(new ScanState(new Epoch(5), default, default), CoreRig.Marker(epoch, CoreRig.Self)));
}
