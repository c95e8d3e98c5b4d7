using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted supervised network: adds Score, PredictedLabel and Probability as ML.NET's own trainers do.</summary>
public abstract class PredictionTransformer : NetworkTransformer
{
    private protected PredictionTransformer(
        IHostEnvironment environment, nn.Module network, Device device, PredictionTarget target, params InputColumn[] inputs)
        : base(environment, network, device)
    {
        Target = target;
        Inputs = inputs;
        Outputs = PredictionColumns.Create(target);
    }

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName => Inputs[0].Name;

    internal PredictionTarget Target { get; }

    internal sealed override IReadOnlyList<InputColumn> Inputs { get; }

    internal sealed override IReadOnlyList<OutputColumn> Outputs { get; }

    /// <summary>The network's raw answer.</summary>
    /// <param name="inputs">One tensor per input column.</param>
    /// <returns>(batch, classes) logits; (batch, 1) logits; or (batch, 1) numbers.</returns>
    internal abstract Tensor Answer(Tensor[] inputs);

    internal sealed override Tensor?[] Score(Tensor[] inputs, bool[] wanted)
    {
        var answer = Answer(inputs);
        return Target.Task switch
        {
            PredictionTask.Multiclass => [wanted[0] ? Classes(answer) : null, wanted[1] ? answer.softmax(1) : null],
            PredictionTask.Binary => [answer, answer, wanted[2] ? answer.sigmoid() : null],
            _ => [answer],
        };
    }

    // Rows whose scores are not numbers have no class.
    private static Tensor Classes(Tensor answer)
    {
        var classes = answer.argmax(1).to(ScalarType.Float32);
        return where(answer.isnan().any(1), full_like(classes, Numbers.Kept(double.NaN)), classes);
    }
}
