namespace Capstan.ZooKeeper.Wire;

/// <summary>Several operations in one call: each has a header of kind, end and error, and a last one marks the end.</summary>
internal static class MultiCodec
{
    private const int None = -1;

    /// <summary>Writes the operations.</summary>
    /// <param name="operations">What to do.</param>
    /// <param name="outer">The path for the servers.</param>
    /// <param name="acl">For nodes that do not say.</param>
    public static JuteWriter Write(IReadOnlyList<NodeOperation> operations, Func<NodeOperation, string> outer, IReadOnlyList<NodeAcl> acl)
    {
        var writer = new JuteWriter();
        foreach (var operation in operations)
            Write(writer, operation, outer(operation), acl);
        return Header(writer, OpCode.Error, isEnd: true);
    }

    /// <summary>Reads what became of them. The header of a multi that failed says nothing of it.</summary>
    /// <exception cref="InvalidDataException">These are not the answers to as many operations.</exception>
    public static OperationResult[] Read(ref JuteReader reader, IReadOnlyList<NodeOperation> operations, Func<string, string> inner)
    {
        var results = new List<OperationResult>(operations.Count);
        while (true)
        {
            var (kind, isEnd, _) = ((OpCode)reader.Int32(), reader.Bool(), reader.Int32());
            if (isEnd)
                break;
            if (results.Count == operations.Count)
                throw new InvalidDataException($"The server answered more than the {operations.Count} operations of a multi.");
            results.Add(Read(ref reader, kind, operations[results.Count].Path, inner));
        }

        if (results.Count != operations.Count)
            throw new InvalidDataException($"The server answered {results.Count} of the {operations.Count} operations of a multi.");
        return AllOrNothing(results);
    }

    private static void Write(JuteWriter writer, NodeOperation operation, string path, IReadOnlyList<NodeAcl> acl)
    {
        switch (operation)
        {
            case NodeOperation.Creation creation:
                Header(writer, Bodies.CreateOp(creation.Kind));
                Bodies.Create(writer, path, creation.Data.Span, creation.Kind, creation.Acl ?? acl);
                break;
            case NodeOperation.Deletion deletion:
                Header(writer, OpCode.Delete).Text(path).Int32(deletion.Version);
                break;
            case NodeOperation.Setting setting:
                Header(writer, OpCode.SetData).Text(path).Buffer(setting.Data.Span).Int32(setting.Version);
                break;
            case NodeOperation.Checking checking:
                Header(writer, OpCode.Check).Text(path).Int32(checking.Version);
                break;
        }
    }

    private static JuteWriter Header(JuteWriter writer, OpCode kind, bool isEnd = false) =>
        writer.Int32((int)kind).Bool(isEnd).Int32(None);

    private static OperationResult Read(ref JuteReader reader, OpCode kind, string path, Func<string, string> inner)
    {
        switch (kind)
        {
            case OpCode.Create:
                return new OperationResult(ZooKeeperError.Ok, inner(reader.Text()), null);
            case OpCode.Create2 or OpCode.CreateContainer:
                var created = inner(reader.Text());
                return new OperationResult(ZooKeeperError.Ok, created, Answers.Stat(ref reader));
            case OpCode.SetData:
                return new OperationResult(ZooKeeperError.Ok, path, Answers.Stat(ref reader));
            case OpCode.Delete or OpCode.Check:
                return new OperationResult(ZooKeeperError.Ok, path, null);
            case OpCode.Error:
                return new OperationResult((ZooKeeperError)reader.Int32(), path, null);
            default:
                throw new InvalidDataException($"The server answered an operation of a multi with kind {(int)kind}, which is unknown.");
        }
    }

    // Servers say of the operations before the one that failed that they were done, which they were not, and of those after it 0 or -2.
    private static OperationResult[] AllOrNothing(List<OperationResult> results)
    {
        if (results.TrueForAll(result => result.IsDone))
            return [.. results];
        return [.. results.Select(result => result.IsDone ? new OperationResult(ZooKeeperError.RuntimeInconsistency, result.Path, null) : result)];
    }
}
