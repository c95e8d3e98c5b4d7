using DeepML.Data;
using Microsoft.ML.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Weights;

/// <summary>A model that says when it has begun to score, and goes on when it is told to.</summary>
internal sealed class WaitingTransformer : ScoringTransformer
{
    public WaitingTransformer(IHostEnvironment environment, Linear network, Action<Linear> meanwhile)
        : base(
            environment, new WaitingDescription(new TrainingHistory()), network, CPU, [new VectorInput("Features", "input", 8)],
            ScoredOutputs.Of(new ScalarOutput("Answer"), rows =>
            {
                meanwhile(network);
                return network.call(rows[0]);
            }))
    {
    }
}

/// <summary>What would be saved of it.</summary>
internal sealed record WaitingDescription(TrainingHistory History) : IModelDescription
{
    public void Check()
    {
    }
}
