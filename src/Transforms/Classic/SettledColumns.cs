using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>The columns of a network that is left to itself.</summary>
/// <param name="Output">The state it ends in.</param>
/// <param name="Input">The state it begins in.</param>
/// <param name="Steps">Steps until nothing changed; null for none.</param>
/// <param name="Energy">Energy of the state it ends in; null for none.</param>
internal sealed record SettledColumns(string Output, string Input, string? Steps, string? Energy)
{
    /// <summary>Most steps that a network may take.</summary>
    public const int MostSteps = 1_000_000;

    /// <summary>The columns that are added, each with what makes it.</summary>
    /// <param name="units">Numbers of a state.</param>
    /// <param name="energy">(batch, units) → (batch); null where only the shapes are asked for.</param>
    public IReadOnlyList<ScoredOutput<SettledState>> Outputs(int units, Func<Tensor, Tensor>? energy = null)
    {
        var outputs = new List<ScoredOutput<SettledState>>
        {
            new(VectorOutput.LikeSlotsOf(Output, units, Input), settled => settled.State),
        };
        if (Steps is not null)
            outputs.Add(new(new ScalarOutput(Steps), settled => settled.Steps));
        if (Energy is not null)
            outputs.Add(new(new ScalarOutput(Energy), settled => energy!(settled.State)));
        return outputs;
    }
}
