namespace DeepML.Samples;

/// <summary>Finds the data files that come with the repository, wherever in it the program is started.</summary>
internal static class DataFiles
{
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "data", name)))
                return Path.Combine(folder.FullName, "data", name);
        throw new FileNotFoundException($"data/{name} was not found here or in a folder above; start the sample inside the repository.");
    }
}
