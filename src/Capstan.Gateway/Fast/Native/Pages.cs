namespace Capstan.Gateway.Fast.Native;

/// <summary>Tells the system which memory holds nothing that anybody will read.</summary>
internal static unsafe class Pages
{
    /// <summary>
    /// Lets the system have the pages that lie wholly within pinned memory; what is in them is lost, and they read as zeros. Nothing happens
    /// where the system has no such call, or refuses: the memory then stays until it is collected.
    /// </summary>
    /// <param name="pinned">Memory made with <c>pinned: true</c>. Its neighbours, and what the runtime keeps in front of it, are not touched.</param>
    public static void GiveBack(byte[] pinned)
    {
        if (!OperatingSystem.IsLinux())
            return;
        fixed (byte* start = pinned)
        {
            var page = (nuint)Environment.SystemPageSize;
            var first = ((nuint)start + page - 1) & ~(page - 1);
            var end = ((nuint)start + (nuint)pinned.Length) & ~(page - 1);
            if (end > first)
                _ = Libc.Advise((void*)first, end - first, Libc.NotNeeded);
        }
    }
}
