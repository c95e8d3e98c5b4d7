using DeepML.Networks.Tests.Native;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "Scripts": a script that does not compile may take the process with it, so a child tries.</summary>
[TestClass]
public sealed class ScriptTests
{
    private const int Exception = 3; // what the program returns for one

    [TestMethod]
    public void A_name_unknown_to_compile_ends_the_process()
    {
        var code = Compile("def f(x: Tensor):\n  return torch.no_such_function(x)\n");
        Assert.AreNotEqual(0, code);
        Assert.IsGreaterThan(128, code, "ended by a signal, not by an exception");
    }

    [TestMethod]
    public void A_good_script_compiles_in_the_same_way() => Assert.AreEqual(0, Compile("def f(x: Tensor):\n  return torch.relu(x)\n"));

    [TestMethod]
    public void A_script_without_a_last_new_line_is_refused_by_an_exception()
    {
        var (code, output) = Start("compile", "def f(x: Tensor):\n  return torch.relu(x)");
        Assert.AreEqual(Exception, code, output);
        StringAssert.Contains(output, "expected newline but found 'eof'");
    }

    [TestMethod]
    public void Lists_are_arguments_and_what_goes_wrong_in_a_script_that_runs_is_an_exception()
    {
        var (code, output) = Start("run", "def f(x: List[Tensor], y: List[Tensor]):\n  torch._foreach_add_(x, y)\n");
        Assert.AreEqual(Exception, code, output);
        StringAssert.Contains(output, "ExternalException");
        StringAssert.Contains(output, "The following operation failed in the TorchScript interpreter");
        (code, output) = Start("run", "def f(x: List[Tensor], y: Tensor):\n  torch._foreach_add_(x, y)\n");
        Assert.AreEqual(Exception, code, output);
        StringAssert.Contains(output, "Expected a value of type 'Tensor' for argument 'y'");
    }

    private static int Compile(string script)
    {
        var (code, output) = Start("compile", script);
        Assert.AreNotEqual(Exception, code, output);
        return code;
    }

    private static (int Code, string Output) Start(string what, string script)
    {
        using var home = new TemporaryFolder();
        return UserProgram.Start(UserProgram.Shared.Output, UserProgram.Environment(home.Path), what, script);
    }
}
