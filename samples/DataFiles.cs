namespace DeepML.Samples;

/// <summary>Finds the data files that come with the repository, wherever in it the program is started.</summary>
internal static class DataFiles
{
    /// <summary>The file whose path was given, or one that comes with the repository.</summary>
    /// <param name="arguments">The path first, or nothing.</param>
    /// <param name="name">The file in the folder data.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Given(string[] arguments, string name) =>
        arguments.Length == 0 ? Find(name)
        : File.Exists(arguments[0]) ? arguments[0]
        : throw new FileNotFoundException($"There is no file '{arguments[0]}' (seen from {Directory.GetCurrentDirectory()}).");

    /// <summary>A folder whose path was given.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string Folder(string path) =>
        Directory.Exists(path) ? path
            : throw new DirectoryNotFoundException($"There is no folder '{path}' (seen from {Directory.GetCurrentDirectory()}).");

    /// <summary>A file that comes with the repository.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "data", name)))
                return Path.Combine(folder.FullName, "data", name);
        throw new FileNotFoundException($"data/{name} was not found here or in a folder above; start the sample inside the repository.");
    }
}
