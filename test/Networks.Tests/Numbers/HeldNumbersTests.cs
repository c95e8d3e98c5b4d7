using Mono.Cecil.Rocks;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Numbers;

/// <summary>
/// TorchSharp frees a number that nothing holds while native code may still read it (docs/torchsharp-notes.md): src must make none.
/// </summary>
[TestClass]
public sealed class HeldNumbersTests
{
    // The one place where a number is made: whoever calls it holds it. And the one that calls a script: it refuses numbers that are
    // nobody's (ListedMovesTests).
    private static readonly string[] Allowed = ["DeepML.Networks.Numbers.Make", "DeepML.Trainers.ListOperations.Invoke"];

    private const string Nested = "DeepML.Networks.Tests.Numbers.HeldNumbersTests/Probes";

    private static NumberMakers s_makers = null!;

    [ClassInitialize]
    public static void Search(TestContext _) => s_makers = new NumberMakers();

    [ClassCleanup]
    public static void End() => s_makers.Dispose();

    [TestMethod]
    [DataRow("DeepML.Networks")]
    [DataRow("DeepML.Data")]
    [DataRow("DeepML.Transforms")]
    [DataRow("DeepML.Trainers")]
    [DataRow("DeepML.Estimators")]
    public void No_method_makes_a_number_that_nothing_holds(string assembly)
    {
        var found = s_makers.UsedIn(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")).Where(use => !Allowed.Contains(use.Where))
            .GroupBy(use => use.Where, use => use.Maker).Select(use => $"{use.Key}: {string.Join(", ", use)}").Order().ToList();
        Assert.IsEmpty(found, $"{found.Count} methods of {assembly}:\n{string.Join('\n', found)}");
    }

    [TestMethod]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)", true)]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Subtraction(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)", false)]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::square()", true)]
    [DataRow("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::add(TorchSharp.torch/Tensor,TorchSharp.Scalar)", false)]
    [DataRow("TorchSharp.Modules.ELU TorchSharp.torch/nn::ELU(System.Double,System.Boolean)", true)]
    [DataRow("TorchSharp.Modules.ReLU TorchSharp.torch/nn::ReLU(System.Boolean)", false)]
    public void The_search_tells_members_that_make_numbers_from_those_that_do_not(string member, bool makes)
    {
        Assert.IsTrue(s_makers.Knows(member), member);
        Assert.AreEqual(makes, s_makers.Makes(member), member);
    }

    [TestMethod]
    public void The_search_sees_through_modules_optimizers_and_lambdas()
    {
        var here = s_makers.UsedIn(typeof(HeldNumbersTests).Assembly.Location).ToLookup(use => use.Where, use => use.Maker);
        var probes = new[]
        {
            (nameof(Probes.Normalization), "BatchNorm2d("), (nameof(Probes.Optimizer), "SGD("), (nameof(Probes.Half), "op_Multiply("),
        };
        foreach (var (probe, maker) in probes)
            Assert.Contains(m => m.Contains(maker), here[$"{Nested}.{probe}"], probe);
        Assert.IsTrue(here.Any(use => use.Key.Contains($"<{nameof(Probes.Later)}>")), "a lambda");
        Assert.IsFalse(here.Contains($"{Nested}.{nameof(Probes.Held)}"));
    }

    [TestMethod]
    public void Every_member_that_makes_a_number_is_banned_in_src()
    {
        using var file = new StreamReader(typeof(HeldNumbersTests).Assembly.GetManifestResourceStream("BannedSymbols.txt")!);
        var banned = file.ReadToEnd().Split('\n').Select(line => line.Split(';')[0].Trim()).ToHashSet();
        var missing = s_makers.Public.Where(method => !IsBanned(method, banned)).Select(DocCommentId.GetDocCommentId).Order().ToList();
        Assert.IsEmpty(missing, $"{missing.Count} are missing:\n{string.Join('\n', missing)}");
    }

    private static bool IsBanned(Mono.Cecil.MethodDefinition method, HashSet<string> banned)
    {
        for (var type = method.DeclaringType; type is not null; type = type.DeclaringType)
            if (banned.Contains(DocCommentId.GetDocCommentId(type)))
                return true;
        return banned.Contains(DocCommentId.GetDocCommentId(method));
    }

    private static class Probes
    {
        public static nn.Module Normalization() => nn.BatchNorm2d(1);

        public static optim.Optimizer Optimizer(IEnumerable<TorchSharp.Modules.Parameter> weights) => optim.SGD(weights, 0.1);

        public static Tensor Half(Tensor x) => x * 0.5;

        public static Func<Tensor, Tensor> Later() => x => x.square();

        public static Tensor Held(Tensor x) => x.Times(0.5);
    }
}
