using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Tests.Fast.Http1;

public sealed class FieldTableTests
{
    [Theory]
    [InlineData(100, 100, 128)]
    [InlineData(1_000, 1, 100)]
    public void Clear_AfterSoManyFields_KeepsTheRoomThatUsualMessagesTake(int count, int least, int most)
    {
        var fields = new FieldTable();
        for (var i = 0; i < count; i++)
            fields.Add(new Field(new Slice(i, 1), new Slice(i + 1, 1), FieldKind.Other));
        Assert.Equal((count, new Slice(count - 1, 1)), (fields.Count, fields[count - 1].Name));

        fields.Clear();

        Assert.Equal(0, fields.Count);
        Assert.InRange(fields.Room, least, most);
    }
}
