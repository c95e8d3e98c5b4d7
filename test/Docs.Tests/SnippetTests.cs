namespace DeepML.Docs.Tests;

/// <summary>Every block of C# in the readme and in docs compiles as it stands, and runs on small data.</summary>
[TestClass]
public sealed class SnippetTests
{
    public static IEnumerable<object[]> Snippets => Snippet.All.Select(snippet => new object[] { snippet });

    [TestMethod]
    [DynamicData(nameof(Snippets))]
    public void A_snippet_compiles_and_runs(Snippet snippet)
    {
        var given = SnippetSurroundings.Of(snippet);
        var program = SnippetProgram.Compile(snippet, given);
        if (given.NotRun is not null)
            return;
        if (given.Shorter.Count > 0)
            program = SnippetProgram.Compile(snippet.Shortened(given.Shorter), given);
        var before = Directory.GetCurrentDirectory();
        var folder = Directory.CreateTempSubdirectory("deepml-docs-");
        var console = Console.Out;
        try
        {
            Directory.SetCurrentDirectory(folder.FullName);
            GivenData.WriteFiles();
            Console.SetOut(TextWriter.Null);
            program.EntryPoint!.Invoke(null, program.EntryPoint.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
            Directory.SetCurrentDirectory(before);
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void What_is_given_around_snippets_belongs_to_snippets_that_are_there() =>
        CollectionAssert.IsSubsetOf(SnippetSurroundings.Names.ToArray(), Snippet.All.Select(snippet => snippet.Name).ToArray());

    [TestMethod]
    public void Few_snippets_are_only_compiled_and_each_has_a_reason()
    {
        var compiled = Snippet.All.Select(SnippetSurroundings.Of).Where(given => given.NotRun is not null).ToArray();
        Assert.IsLessThanOrEqualTo(2, compiled.Length);
        Assert.IsTrue(compiled.All(given => given.NotRun!.Length > 20));
    }
}
