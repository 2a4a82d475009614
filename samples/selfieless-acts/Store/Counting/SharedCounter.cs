using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Samples.Shared.Counting;

namespace SelfieLess.Store.Counting;

/// <summary>
/// Eight bytes of a file that every replica maps into its memory and changes with one atomic instruction. The page belongs to
/// the kernel, so a killed process takes nothing with it; only a power cut may lose the last seconds.
/// </summary>
public sealed unsafe class SharedCounter : IRequestCounter, IDisposable
{
    private const int Size = sizeof(long);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _value;

    public SharedCounter(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1);
        if (stream.Length < Size)
        {
            // Replicas that start at once all set the same length; none can cut what another has counted.
            stream.SetLength(Size);
        }

        _file = MemoryMappedFile.CreateFromFile(stream, null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Size, MemoryMappedFileAccess.ReadWrite);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _value = (long*)start;
    }

    /// <summary>The number now.</summary>
    public long Value => Volatile.Read(ref Unsafe.AsRef<long>(_value));

    /// <summary>Adds one; no two calls of any replica are ever merged.</summary>
    public void Add() => Interlocked.Increment(ref Unsafe.AsRef<long>(_value));

    /// <summary>Begins again at 0.</summary>
    public void Reset() => Interlocked.Exchange(ref Unsafe.AsRef<long>(_value), 0);

    Task IRequestCounter.AddAsync()
    {
        Add();
        return Task.CompletedTask;
    }

    ValueTask<long> IRequestCounter.ReadAsync(CancellationToken cancellationToken) => new(Value);

    ValueTask IRequestCounter.ResetAsync(CancellationToken cancellationToken)
    {
        Reset();
        return default;
    }

    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Dispose();
        return default;
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
