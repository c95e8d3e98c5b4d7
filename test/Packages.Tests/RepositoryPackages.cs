using System.Xml.Linq;

namespace DeepML.Packages.Tests;

/// <summary>What the repository's own project files say about packages.</summary>
internal static class RepositoryPackages
{
    /// <summary>The version that the repository has chosen for a package.</summary>
    public static string Version(string package) => Read("Directory.Packages.props").Descendants("PackageVersion")
        .Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;

    /// <summary>The packages that a project of src references, but for those that only build it.</summary>
    public static IEnumerable<string> Of(string project) => Read("src", project, $"DeepML.{project}.csproj")
        .Descendants("PackageReference").Where(reference => reference.Attribute("PrivateAssets")?.Value != "all")
        .Select(reference => reference.Attribute("Include")!.Value);

    private static XDocument Read(params string[] path) => XDocument.Load(Path.Combine([PackedPackages.Root, .. path]));
}
