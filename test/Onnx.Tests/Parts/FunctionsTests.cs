using DeepML.Networks;
using DeepML.Onnx.Tests.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Onnx.Tests.Parts;

/// <summary>Functions of single numbers, against their formulas.</summary>
[TestClass]
public sealed class FunctionsTests
{
    private static readonly float[] Places = [-7, -2, -1, -0.5f, -0.1f, 0, 0.1f, 0.5f, 1, 2, 7];

    public static IEnumerable<(Activation Activation, double? Slope, Func<double, double> Formula)> Formulas =>
    [
        (Activation.Sigmoid, null, x => 1 / (1 + Math.Exp(-x))),
        (Activation.Sigmoid, 2.5, x => 1 / (1 + Math.Exp(-2.5 * x))),
        (Activation.Tanh, null, Math.Tanh),
        (Activation.Tanh, 3, x => Math.Tanh(1.5 * x)),
        (Activation.ReLU, null, x => Math.Max(0, x)),
        (Activation.LeakyReLU, null, x => x < 0 ? 0.01 * x : x),
        (Activation.LeakyReLU, 0.3, x => x < 0 ? 0.3 * x : x),
        (Activation.ELU, null, x => x < 0 ? Math.Exp(x) - 1 : x),
        (Activation.ELU, 0.5, x => x < 0 ? 0.5 * (Math.Exp(x) - 1) : x),
        (Activation.Softplus, null, x => Math.Log(1 + Math.Exp(x))),
        (Activation.Softplus, 4, x => Math.Log(1 + Math.Exp(4 * x)) / 4),
        (Activation.Arctan, null, Math.Atan),
        (Activation.ParametricReLU, null, x => x < 0 ? 0.25 * x : x),
        (Activation.HardTanh, null, x => Math.Clamp(x, -1, 1)),
        (Activation.BinaryStep, null, x => x >= 0 ? 1 : 0),
        (Activation.Heaviside, null, x => x > 0 ? 1 : x < 0 ? 0 : 0.5),
        (Activation.Sign, null, x => Math.Sign(x)),
        (Activation.BipolarStep, null, x => x >= 0 ? 1 : -1),
        (Activation.PiecewiseLinear, null, x => Math.Clamp(x + 0.5, 0, 1)),
        (Activation.Ramp, null, x => Math.Clamp(x, 0, 1)),
        (Activation.AlgebraicSigmoid, null, x => x / Math.Sqrt(1 + (x * x))),
        (Activation.ScaledTanh, null, x => 1.7159 * Math.Tanh(2 * x / 3)),
    ];

    [TestMethod]
    public void Every_function_is_its_formula()
    {
        foreach (var (activation, slope, formula) in Formulas)
        {
            using var module = Activations.Create(activation, slope)!;
            GraphRun.Near([.. Places.Select(x => formula(x))], Written(module), 1e-5, $"{activation}({slope})");
        }
        var known = Formulas.Select(formula => formula.Activation).Distinct().Append(Activation.Identity).Append(Activation.GELU).ToArray();
        CollectionAssert.AreEquivalent(Enum.GetValues<Activation>(), known, "those whose formula stands here");
    }

    [TestMethod]
    public void The_error_functions_share_is_that_of_a_normal_distribution()
    {
        using var module = nn.GELU();
        var written = Written(module);
        for (var i = 0; i < Places.Length; i++)
            Assert.AreEqual(Places[i] * Below(Places[i]), written[i], 1e-4, $"at {Places[i]}");

        // the share of a normal distribution below x, by the sum of many narrow slices
        static double Below(double x)
        {
            const int slices = 20_000;
            var (sum, width) = (0.0, (x + 12) / slices);
            for (var i = 0; i < slices; i++)
            {
                var at = -12 + ((i + 0.5) * width);
                sum += Math.Exp(-at * at / 2) * width;
            }
            return sum / Math.Sqrt(2 * Math.PI);
        }
    }

    [TestMethod]
    public void Numbers_may_be_put_into_pictures_averaged_and_cut()
    {
        using var pictures = new ElementFunction("Image", x => x, 1, 2, 4);
        using var average = new ElementFunction("Average", x => x);
        using var crop = new ElementFunction("Crop", x => x, 1, 3);
        var given = GraphRun.Given("x", [1, 2, 3, 4, 5, 6, 7, 8], 1, 8);
        CollectionAssert.AreEqual(
            new[] { (1 + 2 + 5 + 6) / 4f, (3 + 4 + 7 + 8) / 4f },
            GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, average, OnnxLayers.Write(graph, pictures, "x")), given));
        CollectionAssert.AreEqual(
            new float[] { 1, 2, 3 },
            GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, crop, OnnxLayers.Write(graph, pictures, "x")), given));
    }

    [TestMethod]
    public void A_function_that_is_not_known_is_refused_by_its_name()
    {
        using var unknown = new ElementFunction("Cube", x => x.pow(3));
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => OnnxLayers.Write(new OnnxGraph("any"), unknown, "x")).Message,
            "the part 'Cube' (ElementFunction) has no form in the format");
        using var step = new StepFunction("Stairs", x => x.floor(), x => x);
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => OnnxLayers.Write(new OnnxGraph("any"), step, "x")).Message, "'Stairs'");
    }

    private static float[] Written(nn.Module module) => GraphRun.Of<float>(
        2, graph => OnnxLayers.Write(graph, module, "x"), GraphRun.Given("x", Places, 1, Places.Length));
}
