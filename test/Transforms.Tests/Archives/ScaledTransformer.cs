using System.Text.Json.Nodes;
using DeepML.Data;
using Microsoft.ML.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>
/// A kind that has reached its third version: the first called the column Column and had no factor, the second called it Input.
/// </summary>
[ArchiveKind("Scaled", version: 3)]
internal sealed class ScaledTransformer : ScoringTransformer, IArchived<ScaledTransformer, ScaledDescription, Linear>
{
    public ScaledTransformer(IHostEnvironment environment, ScaledDescription description, Linear network, Device device)
        : base(
            environment, description, network, device, [new VectorInput(description.InputColumn, "input", 2)],
            ScoredOutputs.Of(new ScalarOutput("Scaled"), rows => network.call(rows[0]) * tensor(description.Factor))) =>
                Saved = description;

    public ScaledDescription Saved { get; }

    public static ScaledTransformer From(ScaledDescription description, Linear network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    public static JsonNode Upgrade(JsonNode description, int version)
    {
        var saved = description.AsObject();
        if (version < 2)
        {
            saved["Input"] = saved["Column"]?.DeepClone();
            saved.Remove("Column");
            saved["Factor"] = 1;
        }
        if (version < 3)
        {
            saved["InputColumn"] = saved["Input"]?.DeepClone();
            saved.Remove("Input");
        }
        return saved;
    }
}

/// <summary>What is saved of it.</summary>
internal sealed record ScaledDescription(string InputColumn, float Factor, TrainingHistory History) : IModelDescription<Linear>
{
    /// <summary>What follows from the others, and is no part of a file.</summary>
    public string Title => $"{InputColumn} times {Factor}";

    public void Check() => Sound.That(float.IsFinite(Factor), "Factor is not finite");

    public Linear CreateNetwork() => nn.Linear(2, 1);
}
