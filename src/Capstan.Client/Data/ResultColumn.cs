using System.Data.Common;

namespace Capstan.Client;

/// <summary>One column as ADO.NET describes it.</summary>
internal sealed class ResultColumn : DbColumn
{
    public ResultColumn(string name, int ordinal, Type type)
    {
        (ColumnName, ColumnOrdinal, DataType) = (name, ordinal, type);
        DataTypeName = ResultColumns.NameOf(type);
        AllowDBNull = true;
    }
}
