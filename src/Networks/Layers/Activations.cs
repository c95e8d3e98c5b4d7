using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Makes the modules of <see cref="Activation"/>.</summary>
internal static class Activations
{
    /// <summary>A module that applies the function to each element; null for <see cref="Activation.Identity"/>.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="slope">Its parameter, where it has one; null for the usual value.</param>
    public static Module<Tensor, Tensor>? Create(Activation activation, double? slope = null) => activation switch
    {
        Activation.Identity => null,
        Activation.Sigmoid => slope is { } s and not 1 ? new ElementFunction("Sigmoid", x => ElementFunctions.Sigmoid(x, s), s) : Sigmoid(),
        Activation.Tanh => slope is { } s and not 2
            ? new ElementFunction("Tanh", x => ElementFunctions.Tanh(x, s), s)
            : new ElementFunction("Tanh", ElementFunctions.Tanh),
        Activation.ReLU => ReLU(),
        Activation.LeakyReLU => new ElementFunction("LeakyReLU", x => ElementFunctions.LeakyReLU(x, slope ?? 0.01), slope ?? 0.01),
        Activation.ELU => new ElementFunction("ELU", x => ElementFunctions.ELU(x, slope ?? 1), slope ?? 1),
        Activation.GELU => GELU(),
        Activation.Softplus => slope is { } s and not 1
            ? new ElementFunction("Softplus", x => ElementFunctions.Softplus(x, s), s)
            : new ElementFunction("Softplus", ElementFunctions.Softplus),
        Activation.Arctan => new ElementFunction("Arctan", x => x.atan()),
        Activation.ParametricReLU => new ParametricRectifier(slope ?? 0.25),
        Activation.HardTanh => new ElementFunction("HardTanh", ElementFunctions.HardTanh),
        Activation.BinaryStep => new StepFunction("BinaryStep", ElementFunctions.BinaryStep, x => ElementFunctions.Sigmoid(x, slope ?? 1)),
        Activation.Heaviside => new StepFunction("Heaviside", ElementFunctions.Heaviside, x => ElementFunctions.Sigmoid(x, slope ?? 1)),
        Activation.Sign => new StepFunction("Sign", ElementFunctions.Sign, x => ElementFunctions.Tanh(x, slope ?? 1)),
        Activation.BipolarStep => new StepFunction("BipolarStep", ElementFunctions.BipolarStep, x => ElementFunctions.Tanh(x, slope ?? 1)),
        Activation.PiecewiseLinear => new ElementFunction("PiecewiseLinear", ElementFunctions.PiecewiseLinear),
        Activation.Ramp => new ElementFunction("Ramp", ElementFunctions.Ramp),
        Activation.AlgebraicSigmoid => new ElementFunction("AlgebraicSigmoid", ElementFunctions.AlgebraicSigmoid),
        Activation.ScaledTanh => new ElementFunction("ScaledTanh", ElementFunctions.ScaledTanh),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "This is not an activation."),
    };

    /// <summary>Whether the function takes a slope.</summary>
    public static bool HasSlope(Activation activation) =>
        activation is Activation.Sigmoid or Activation.Tanh or Activation.LeakyReLU or Activation.ELU or Activation.Softplus
            or Activation.ParametricReLU || IsStep(activation);

    /// <summary>Whether the function jumps, so that training needs another one in its place.</summary>
    public static bool IsStep(Activation activation) =>
        activation is Activation.BinaryStep or Activation.Heaviside or Activation.Sign or Activation.BipolarStep;

    /// <summary>Whether half of the function's inputs come out as nothing or next to it, which weights must make up for.</summary>
    public static bool IsRectifier(Activation activation) =>
        activation is Activation.ReLU or Activation.LeakyReLU or Activation.ELU or Activation.GELU or Activation.Softplus
            or Activation.ParametricReLU;
}
