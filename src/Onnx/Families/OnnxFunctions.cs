using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes functions of single elements.</summary>
internal static class OnnxFunctions
{
    /// <summary>Writes a module that is such a function, or moves elements; null if it is none that is known.</summary>
    public static string? Write(OnnxGraph graph, nn.Module module, string input) => module switch
    {
        Sigmoid => graph.Node("Sigmoid", [input]),
        Tanh => graph.Node("Tanh", [input]),
        ReLU => graph.Node("Relu", [input]),
        GELU => Gelu(graph, input),
        StepFunction step => Step(graph, step, input),
        ParametricRectifier rectifier => graph.Node("PRelu", [input, graph.Weight(rectifier.Weight)]),
        ElementFunction function => Write(graph, function, input),
        _ => null,
    };

    /// <summary>x(1 + erf(x / √2)) / 2.</summary>
    public static string Gelu(OnnxGraph graph, string input)
    {
        var share = graph.Node("Erf", [graph.Node("Div", [input, graph.Number(MathF.Sqrt(2))])]);
        return graph.Node(
            "Mul", [graph.Node("Mul", [input, graph.Node("Add", [share, graph.Number(1)])]), graph.Number(0.5f)]);
    }

    // A number is not below 0, or it is.
    private static string? Step(OnnxGraph graph, StepFunction step, string input)
    {
        string FromZeroOn() => graph.Cast(graph.Node("Not", [graph.Node("Less", [input, graph.Number(0)])]), OnnxType.Single);
        return step.GetName() switch
        {
            "BinaryStep" => FromZeroOn(),
            "BipolarStep" => graph.Node("Sub", [graph.Node("Mul", [FromZeroOn(), graph.Number(2)]), graph.Number(1)]),
            "Sign" => graph.Node("Sign", [input]),
            "Heaviside" => graph.Node(
                "Mul", [graph.Node("Add", [graph.Node("Sign", [input]), graph.Number(1)]), graph.Number(0.5f)]),
            _ => null,
        };
    }

    private static string? Write(OnnxGraph graph, ElementFunction function, string input) =>
        (function.GetName(), function.Parameters) switch
        {
            ("Sigmoid", [var slope]) => graph.Node("Sigmoid", [graph.Node("Mul", [input, graph.Number((float)slope)])]),
            ("LeakyReLU", [var slope]) => graph.Node("LeakyRelu", [input], ("alpha", (float)slope)),
            ("ELU", [var slope]) => graph.Node("Elu", [input], ("alpha", (float)slope)),
            ("ReLU", []) => graph.Node("Relu", [input]),
            ("Tanh", [var slope]) => graph.Node("Tanh", [graph.Node("Mul", [input, graph.Number((float)(slope / 2))])]),
            ("ScaledTanh", []) => graph.Node(
                "Mul", [graph.Node("Tanh", [graph.Node("Mul", [input, graph.Number(2f / 3)])]), graph.Number(1.7159f)]),
            ("AlgebraicSigmoid", []) => graph.Node(
                "Div", [input, graph.Node("Sqrt", [graph.Node("Add", [graph.Node("Mul", [input, input]), graph.Number(1)])])]),
            ("PiecewiseLinear", []) => graph.Node(
                "Clip", [graph.Node("Add", [input, graph.Number(0.5f)]), graph.Number(0), graph.Number(1)]),
            ("Ramp", []) => graph.Node("Clip", [input, graph.Number(0), graph.Number(1)]),
            ("Softplus", [var slope]) => graph.Node(
                "Div", [graph.Node("Softplus", [graph.Node("Mul", [input, graph.Number((float)slope)])]), graph.Number((float)slope)]),
            ("Softplus", []) => graph.Node("Softplus", [input]),
            ("Arctan", []) => graph.Node("Atan", [input]),
            ("Tanh", []) => graph.Node("Tanh", [input]),
            ("HardTanh", []) => graph.Node("Clip", [input, graph.Number(-1), graph.Number(1)]),
            ("Average", []) => graph.Node("AveragePool", [input], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 })),
            ("Image", [var channels, var height, var width]) =>
                graph.Node("Reshape", [input, graph.Wholes(-1, (long)channels, (long)height, (long)width)]),
            ("Crop", [var height, var width]) =>
                graph.Node("Slice", [input, graph.Wholes(0, 0), graph.Wholes((long)height, (long)width), graph.Wholes(2, 3)]),
            _ => null,
        };
}
