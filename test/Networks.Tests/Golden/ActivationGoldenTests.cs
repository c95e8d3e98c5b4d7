using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Golden;

/// <summary>Worked numbers of the activation functions.</summary>
[TestClass]
public sealed class ActivationGoldenTests
{
    [TestMethod]
    public void The_step_of_Heaviside_is_a_half_at_0() => Values(Activation.Heaviside, [-1, 0, 1], [0, 0.5f, 1]);

    [TestMethod]
    public void The_sign_is_minus_1_nothing_or_1() => Values(Activation.Sign, [-1, 0, 1], [-1, 0, 1]);

    [TestMethod]
    public void The_piecewise_linear_function_goes_from_0_to_1_within_a_half_of_0() =>
        Values(Activation.PiecewiseLinear, [-0.5f, 0, 0.5f], [0, 0.5f, 1]);

    [TestMethod]
    public void The_binary_step_is_1_at_0() => Values(Activation.BinaryStep, [-1, 0, 1], [0, 1, 1]);

    [TestMethod]
    public void The_bipolar_step_is_1_at_0() => Values(Activation.BipolarStep, [-1, 0, 1], [-1, 1, 1]);

    [TestMethod]
    public void The_ramp_is_its_input_between_0_and_1() => Values(Activation.Ramp, [-1, 0, 0.25f, 1, 2], [0, 0, 0.25f, 1, 1]);

    [TestMethod]
    public void The_hard_hyperbolic_tangent_is_1_above_1() => Values(Activation.HardTanh, [-2, -1, 0.5f, 1, 2], [-1, -1, 0.5f, 1, 1]);

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(1.0)]
    [DataRow(4.0)]
    public void A_logistic_function_of_slope_a_is_a_half_at_0_and_rises_there_by_a_quarter_of_a(double a)
    {
        var (value, derivative) = At(Activation.Sigmoid, 0, a);
        Assert.AreEqual(0.5, value, 1e-7);
        Assert.AreEqual(a / 4, derivative, 1e-7);
    }

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(2.0)]
    [DataRow(3.0)]
    public void A_hyperbolic_tangent_of_slope_a_is_0_at_0_and_rises_there_by_half_of_a(double a)
    {
        var (value, derivative) = At(Activation.Tanh, 0, a);
        Assert.AreEqual(0, value);
        Assert.AreEqual(a / 2, derivative, 1e-7);
    }

    [TestMethod]
    public void A_steep_hyperbolic_tangent_is_the_sign() => Values(Activation.Tanh, [-0.01f, 0, 0.01f], [-1, 0, 1], slope: 1e6);

    [TestMethod]
    [DataRow(0.7)]
    [DataRow(3.0)]
    public void The_bipolar_logistic_function_is_that_tangent_and_its_derivative_follows_from_its_value(double lambda)
    {
        foreach (var x in new[] { -2f, -0.3f, 0.4f, 1.5f })
        {
            var (value, derivative) = At(Activation.Tanh, x, lambda);
            Assert.AreEqual((2 / (1 + Math.Exp(-lambda * x))) - 1, value, 1e-6);
            Assert.AreEqual(lambda / 2 * (1 - (value * value)), derivative, 1e-6);
        }
    }

    [TestMethod]
    public void The_algebraic_sigmoid_rises_by_the_cube_of_its_value_over_its_input()
    {
        Assert.AreEqual((0f, 1f), At(Activation.AlgebraicSigmoid, 0));
        foreach (var v in new[] { -3f, -1f, 0.5f, 2f })
        {
            var (value, derivative) = At(Activation.AlgebraicSigmoid, v);
            Assert.AreEqual(v / Math.Sqrt(1 + (v * v)), value, 1e-6);
            Assert.AreEqual(Math.Pow(1 + (v * v), -1.5), derivative, 1e-6);
            Assert.AreEqual(Math.Pow(value, 3) / Math.Pow(v, 3), derivative, 1e-6);
        }
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(0.5f)]
    [DataRow(7f)]
    public void A_rectifier_takes_a_factor_of_at_least_0_out(float a)
    {
        foreach (var x in new[] { -3f, 0f, 2f })
            Assert.AreEqual(a * At(Activation.ReLU, x).Value, At(Activation.ReLU, a * x).Value);
    }

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(1.0)]
    [DataRow(8.0)]
    public void Softplus_of_sharpness_K_is_a_logarithm_whose_derivative_is_logistic(double k)
    {
        foreach (var x in new[] { -2f, 0f, 0.25f, 3f })
        {
            var (value, derivative) = At(Activation.Softplus, x, k);
            Assert.AreEqual(Math.Log(1 + Math.Exp(k * x)) / k, value, 1e-6);
            Assert.AreEqual(1 / (1 + Math.Exp(-k * x)), derivative, 1e-6);
        }
    }

    [TestMethod]
    public void The_squashing_function_of_1998_maps_1_to_1()
    {
        var (value, _) = At(Activation.ScaledTanh, 1);
        Assert.AreEqual(1, value, 1e-4);
        Assert.AreEqual(1.7159 * 2 / 3, At(Activation.ScaledTanh, 0).Derivative, 1e-6);
    }

    private static void Values(Activation activation, float[] points, float[] expected, double? slope = null)
    {
        using var module = DeepML.Networks.Activations.Create(activation, slope)!;
        module.eval();
        using var scope = NewDisposeScope();
        CollectionAssert.AreEqual(expected, module.call(tensor(points)).data<float>().ToArray());
    }

    private static (float Value, float Derivative) At(Activation activation, float x, double? slope = null)
    {
        using var module = DeepML.Networks.Activations.Create(activation, slope)!;
        using var scope = NewDisposeScope();
        var input = tensor(new[] { x }, requires_grad: true);
        var output = module.call(input);
        output.sum().backward();
        return (output.item<float>(), input.grad!.item<float>());
    }
}
