using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepML.Docs.Tests;

/// <summary>A snippet as a program of its own: what the page takes for granted before it, what makes use of it behind.</summary>
internal static class SnippetProgram
{
    // What the SDK's implicit usings bring.
    private static readonly string[] Implicit = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading",
        "System.Threading.Tasks"];

    // What a page takes for granted whose snippet names no namespace.
    private static readonly string[] Usual = ["DeepML", "Microsoft.ML", "Microsoft.ML.Data", "TorchSharp", "static TorchSharp.torch"];

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path =>
            MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles a snippet.</summary>
    /// <param name="snippet">The block.</param>
    /// <param name="given">What is around it.</param>
    /// <returns>The program; its types can be named by archives.</returns>
    public static Assembly Compile(Snippet snippet, Given given)
    {
        var program = Parse(given.Opening + snippet.Text + given.Closing);
        var names = program.Usings.Count > 0 ? Implicit : [.. Implicit, .. Usual];
        var types = program.Members.Where(member => member is not GlobalStatementSyntax);
        var text = string.Join("\n",
        [
            .. program.Usings.Select(directive => directive.ToString()), .. names.Concat(given.Usings).Select(name => $"using {name};"),
                "using DeepML.Docs.Tests;",
            given.Before, .. program.Members.OfType<GlobalStatementSyntax>().Select(statement => statement.ToFullString()), given.After,
            .. types.Select(type => type.ToFullString()),
        ]);
        var trees = given.More.Select(more => Tree(string.Join("\n", Implicit.Select(name => $"using {name};")) + "\n" + more))
            .Prepend(Tree(text));
        var compilation = CSharpCompilation.Create(
            $"Snippet{Guid.NewGuid():N}", trees, References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var bytes = new MemoryStream();
        var result = compilation.Emit(bytes);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.IsTrue(result.Success, $"{snippet.Name} does not compile:\n{string.Join("\n", errors.Select(e => e.ToString()))}\n{text}");
        return Assembly.Load(bytes.ToArray());
    }

    /// <summary>The declarations of a snippet, for the programs of others.</summary>
    public static string TypesOf(Snippet snippet) => string.Join("\n",
    [
        .. Implicit.Select(name => $"using {name};"),
        .. Parse(snippet.Text).Usings.Select(directive => directive.ToString()),
        .. Parse(snippet.Text).Members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString()),
    ]);

    private static CompilationUnitSyntax Parse(string text) => (CompilationUnitSyntax)Tree(text).GetRoot();

    private static SyntaxTree Tree(string text) => CSharpSyntaxTree.ParseText(text, Language);
}
