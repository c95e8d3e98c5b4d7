using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Activations;

/// <summary>
/// Each function of the table against its definition in double precision; networks with them are compared with PyTorch's in Dense.
/// </summary>
[TestClass]
public sealed class ElementFunctionsTests
{
    // Beside the corners at -1, 0 and 1, in the straight parts, and where exponentials overflow.
    private static readonly float[] Points =
        [-200, -30, -5, -1.5f, -1.01f, -0.99f, -0.5f, -1e-3f, 1e-3f, 0.5f, 0.99f, 1.01f, 1.5f, 5, 19.9f, 20.1f, 30, 200];

    public static IEnumerable<object[]> Functions => ClosedForm.All;

    [TestMethod]
    [DataRow(100)]
    [DataRow(40_000)]
    public void A_hyperbolic_tangent_has_the_values_and_slopes_of_its_formula_however_many_there_are(int count)
    {
        using var scope = NewDisposeScope();
        var x = linspace(-12, 12, count).requires_grad_(true);
        var y = ElementFunctions.Tanh(x);
        y.sum().backward();
        var (values, slopes, inputs) = (y.data<float>().ToArray(), x.grad!.data<float>().ToArray(), x.data<float>().ToArray());
        for (var i = 0; i < count; i++)
        {
            Assert.AreEqual(Math.Tanh(inputs[i]), values[i], 3e-7);
            Assert.AreEqual(1 / Math.Pow(Math.Cosh(inputs[i]), 2), slopes[i], 1e-6);
        }
    }

    [TestMethod]
    public void A_hyperbolic_tangent_keeps_its_ends_and_what_is_no_number()
    {
        using var scope = NewDisposeScope();
        var x = zeros(40_000);
        x[0] = float.PositiveInfinity;
        x[1] = float.NegativeInfinity;
        x[2] = float.NaN;
        x[3] = 1e30f;
        CollectionAssert.AreEqual(
            new[] { 1f, -1, float.NaN, 1, 0 }, ElementFunctions.Tanh(x)[..5].data<float>().ToArray());
        Assert.AreEqual(ScalarType.Float64, ElementFunctions.Tanh(x.to(ScalarType.Float64)).dtype);
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void Values_when_scoring_are_those_of_the_definition(Activation activation)
    {
        foreach (var slope in Slopes(activation))
        {
            using var module = Create(activation, slope);
            module.eval();
            using var scope = NewDisposeScope();
            var values = module.call(tensor(Points)).detach().data<float>().ToArray();
            for (var i = 0; i < Points.Length; i++)
                Close(ClosedForm.Value(activation, Points[i], slope), values[i], $"{activation}({Points[i]}), slope {slope}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void Derivatives_in_training_are_those_of_the_definition(Activation activation)
    {
        foreach (var slope in Slopes(activation))
        {
            using var module = Create(activation, slope);
            module.train();
            using var scope = NewDisposeScope();
            var points = tensor(Points, requires_grad: true);
            module.call(points).sum().backward();
            var derivatives = points.grad!.data<float>().ToArray();
            for (var i = 0; i < Points.Length; i++)
                Close(ClosedForm.Derivative(activation, Points[i], slope), derivatives[i], $"{activation}'({Points[i]}), slope {slope}");
        }
    }

    [TestMethod]
    public void Cutting_off_leaves_the_input_as_it_is_and_passes_on_what_is_no_number()
    {
        using var scope = NewDisposeScope();
        var input = tensor(new[] { -3f, 0.25f, 3f, float.NaN });
        CollectionAssert.AreEqual(new[] { -1f, 0.25f, 1f, float.NaN }, ElementFunctions.HardTanh(input).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { -3f, 0.25f, 3f, float.NaN }, input.data<float>().ToArray());
    }

    private static double?[] Slopes(Activation activation) =>
        DeepML.Networks.Activations.HasSlope(activation) ? [null, 0.3, 2.5] : [null];

    private static nn.Module<Tensor, Tensor> Create(Activation activation, double? slope) =>
        DeepML.Networks.Activations.Create(activation, slope) ?? new ElementFunction("Identity", x => x.alias());

    private static void Close(double expected, float actual, string what) =>
        Assert.AreEqual(expected, actual, 2e-6 * Math.Max(1, Math.Abs(expected)), what);
}
