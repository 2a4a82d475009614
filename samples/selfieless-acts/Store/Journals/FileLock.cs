using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Samples.Shared;

namespace SelfieLess.Store.Journals;

/// <summary>
/// An advisory lock between processes and containers of one host. It is the kernel's <c>flock</c>, which ends with its holder,
/// on a file of its own: .NET puts shared locks of the same kind on the files that it opens.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _file;

    public FileLock(string path)
    {
        _file = Native.Open(path, Native.ReadWriteCreate | Native.CloseOnExec, 0b110_110_110);
        if (_file.IsInvalid)
        {
            throw Fault($"the lock file {path} cannot be opened; make its folder writable for this user");
        }
    }

    /// <summary>Waits for the lock, however long another replica holds it. One thread at a time.</summary>
    public void Enter()
    {
        while (Native.Flock(_file, Native.LockExclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Native.Interrupted)
            {
                throw Fault("the store cannot be locked; its folder must be on a local file system");
            }
        }
    }

    public void Exit()
    {
        if (Native.Flock(_file, Native.Unlock) != 0)
        {
            throw Fault("the store cannot be unlocked");
        }
    }

    public void Dispose() => _file.Dispose();

    private static StoreException Fault(string message)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new StoreException($"{message} ({cause.Message})", cause);
    }
}
