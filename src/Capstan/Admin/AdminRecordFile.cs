using System.Text.Json;
using Capstan.State;

namespace Capstan.Admin;

/// <summary>The file <c>admin.json</c> of a state folder: there while a controller runs, or left over by one that was killed.</summary>
public static class AdminRecordFile
{
    private const string FileName = "admin.json";

    /// <summary>Writes the record of this process.</summary>
    /// <exception cref="IOException">The disk is full, or the folder is missing.</exception>
    public static void Write(string stateFolder, AdminRecord record) =>
        AtomicFile.Write(PathIn(stateFolder), JsonSerializer.SerializeToUtf8Bytes(record, AdminJson.Default.AdminRecord));

    /// <summary>The record, whether its controller lives or not; null when there is none or it cannot be understood.</summary>
    public static AdminRecord? Read(string stateFolder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(stateFolder)), AdminJson.Default.AdminRecord);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Removes the record if it is still this one; a controller that started since keeps its own.</summary>
    public static void Remove(string stateFolder, AdminRecord record)
    {
        if (Read(stateFolder) == record)
            File.Delete(PathIn(stateFolder));
    }

    private static string PathIn(string stateFolder) => Path.Combine(stateFolder, FileName);
}
