namespace DeepML.Bench;

/// <summary>Finds the repository's files, wherever in it the program is started.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Data(string name) => Path.Combine(Root, "data", name);

    /// <summary>The folder with MNIST's IDX files beside the repository; null if it is not there.</summary>
    public static string? Mnist
    {
        get
        {
            var folder = Path.Combine(Root, "..", "shared", "data", "mnist");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Extensions.sln")))
                return folder.FullName;
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Extensions.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("Extensions.sln was not found above the program or the current folder.");
    }
}
