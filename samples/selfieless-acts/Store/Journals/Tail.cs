using Samples.Shared;

namespace SelfieLess.Store.Journals;

/// <summary>A process's view of a journal and the position that it has reached. Its own lock keeps readers and the writer apart.</summary>
internal sealed class Tail<TView>
    where TView : class, IJournalView
{
    private readonly Lock _gate = new();
    private readonly JournalFile _file;
    private readonly Func<TView> _emptyView;
    private TView _view;
    private long _position;
    private Exception? _fault;

    public Tail(JournalFile file, Func<TView> emptyView)
    {
        _file = file;
        _emptyView = emptyView;
        _view = emptyView();
    }

    public bool IsReachable => Volatile.Read(ref _fault) is null && _file.IsInPlace(Volatile.Read(ref _position));

    public TResult Read<TResult>(Func<TView, TResult> read)
    {
        lock (_gate)
        {
            CatchUp();
            return read(_view);
        }
    }

    /// <summary>Reads the whole journal, and its last frame with every byte. Only under the journal's lock.</summary>
    public void Recover()
    {
        lock (_gate)
        {
            long last = CatchUp();
            if (last >= 0 && _file.ReadFrame(last) is { } frame && !BrokenTail.IsWhole(_file, last, frame.Entries))
            {
                StartAgain();
                BrokenTail.Cut(_file, last);
                CatchUp();
            }

            CutBrokenTail();
        }
    }

    /// <summary>Decides the changes and makes what they append durable. Only under the journal's lock.</summary>
    public void Append(IReadOnlyList<Change<TView>> changes)
    {
        lock (_gate)
        {
            if (!_file.IsInPlace(_position))
            {
                throw new StoreException($"{_file.Path} was removed or replaced; restart this replica");
            }

            CatchUp();
            CutBrokenTail();
            if (!Write(changes))
            {
                return;
            }
        }

        // Outside the gate: reads go on while the disk works.
        Sync();
    }

    private bool Write(IReadOnlyList<Change<TView>> changes)
    {
        var frame = new FrameBuilder(_position);
        try
        {
            foreach (Change<TView> change in changes)
            {
                change.Decide(_view, (entry, blob) =>
                {
                    Blob place = frame.Append(entry.Bytes.Span, blob);
                    _view.Apply(new EntryReader(entry.Bytes), place);
                });
            }

            if (!frame.IsEmpty)
            {
                _file.Write(frame.Build(), _position);
            }
        }
        catch
        {
            // The view is ahead of the file now; what the file got of this frame is cut by the next writer.
            StartAgain();
            throw;
        }

        _position += frame.Length;
        return !frame.IsEmpty;
    }

    private void Sync()
    {
        try
        {
            _file.Sync();
        }
        catch (Exception fault)
        {
            // After a failed sync nobody knows what is on the disk, and a second one may report success for nothing.
            Volatile.Write(ref _fault, fault);
            throw;
        }
    }

    /// <summary>Applies every whole frame from the position on and returns where the last of them begins, or -1.</summary>
    private long CatchUp()
    {
        if (_fault is not null)
        {
            throw new StoreException($"{_file.Path} could not be synced to disk; restart this replica", _fault);
        }

        long last = -1;
        while (_file.Length > _position && _file.ReadFrame(_position) is { } frame)
        {
            FrameReader.Apply(frame.Entries, _position + FrameHead.Size, _view);
            last = _position;
            _position += frame.Head.Length;
        }

        return last;
    }

    private void CutBrokenTail()
    {
        if (_file.Length > _position)
        {
            BrokenTail.Cut(_file, _position);
        }
    }

    private void StartAgain()
    {
        _view = _emptyView();
        _position = 0;
    }
}
