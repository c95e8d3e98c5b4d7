using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Diagnosis by similar cases: adds the labels, distances and row numbers of the nearest training rows, and what most of them have for a
/// label as PredictedLabel, with the share of the votes of each as Score.
/// </summary>
[ArchiveKind("NearestCases", version: 1)]
public sealed class NearestCasesTransformer : ScoringTransformer, IArchived<NearestCasesTransformer, CaseDescription, CaseNetwork>
{
    private readonly CaseDescription _description;

    internal NearestCasesTransformer(IHostEnvironment environment, CaseDescription description, CaseNetwork network, Device device)
        : base(
            environment, description, network, device, [new VectorInput(description.Code, "input", description.Architecture.Width)],
            ScoredOutputs.Of(codes => network.call(codes[0].cpu()), description.Outputs())) => _description = description;

    /// <summary>Rows that are stored.</summary>
    public int RowCount => _description.Architecture.Rows;

    /// <summary>Lists into which they are sorted; 1 where every row is looked at.</summary>
    public int ListCount => _description.Architecture.Lists;

    /// <summary>Lists that are looked through for a row.</summary>
    public int ProbeCount => _description.Architecture.Probes;

    /// <summary>
    /// Share of the nearest rows that the search finds, measured when the rows were stored, with some of them as questions; 1 where it
    /// looks at every row.
    /// </summary>
    public double Recall => _description.Recall;

    private protected override string InsteadOfOnnx => "Keep the chain with ml.Model.Save: the stored rows are part of it";

    static NearestCasesTransformer IArchived<NearestCasesTransformer, CaseDescription, CaseNetwork>.From(
        CaseDescription description, CaseNetwork network, IHostEnvironment environment, Device device)
    {
        CaseDescription.Check(network);
        return new(environment, description, network, device);
    }
}
