using DeepML.Networks.Tests.Native;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "Scripts": a script that does not compile takes the process with it, so a child tries.</summary>
[TestClass]
public sealed class ScriptTests
{
    [TestMethod]
    public void A_name_unknown_to_compile_ends_the_process()
    {
        var code = Compile("def f(x: Tensor):\n  return torch.no_such_function(x)\n");
        Assert.AreNotEqual(0, code);
        Assert.IsGreaterThan(128, code, "ended by a signal, not by an exception");
    }

    [TestMethod]
    public void A_good_script_compiles_in_the_same_way() => Assert.AreEqual(0, Compile("def f(x: Tensor):\n  return torch.relu(x)\n"));

    private static int Compile(string script)
    {
        using var home = new TemporaryFolder();
        var (code, output) = UserProgram.Start(UserProgram.Shared.Output, UserProgram.Environment(home.Path), "compile", script);
        Assert.AreNotEqual(3, code, output); // what the program returns for an exception
        return code;
    }
}
