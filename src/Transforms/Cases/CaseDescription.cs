using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What is saved of stored cases beside their rows.</summary>
/// <param name="Output">What the names of the columns begin with.</param>
/// <param name="Code">The column that is searched by.</param>
/// <param name="Architecture">Sizes, and how they are searched.</param>
/// <param name="Head">Classes and the values behind them.</param>
/// <param name="Recall">
/// Share of the nearest rows that the search finds, as measured when they were stored; 1 where it looks at all.
/// </param>
internal sealed record CaseDescription(string Output, string Code, CaseArchitecture Architecture, MulticlassHead Head, double Recall)
    : IModelDescription<CaseNetwork>
{
    /// <summary>Name of the column of labels behind that of the output.</summary>
    public const string Labels = "Labels";

    /// <summary>Name of the column of distances behind that of the output.</summary>
    public const string Distances = "Distances";

    /// <summary>Name of the column of row numbers behind that of the output.</summary>
    public const string Rows = "Rows";

    private const float Least = 1e-7f; // of a share, so that it has a logarithm

    // Rows are stored at once: there are no epochs.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>The columns that are added.</summary>
    public IReadOnlyList<ScoredOutput<FoundCases>> Outputs()
    {
        var (count, classes) = (Architecture.Count, Architecture.Classes);
        return
        [
            new(new KeyVectorOutput(Output + Labels, count, classes, _ => KeyAnnotations()), found => Whole(found, found.Classes)),
            new(
                new VectorOutput(Output + Distances, count),
                found => tensor(found.Distances, [found.Batch, count])),
            new(new WholeVectorOutput(Output + Rows, count), found => Whole(found, found.Rows)),
            .. Head.Outputs().Select(output => new ScoredOutput<FoundCases>(
                output.Column, found => output.OfBatch(Logarithms(found, classes)))),
        ];
    }

    /// <summary>The shapes that are promised.</summary>
    /// <param name="output">What the names of the columns begin with.</param>
    /// <param name="label">The label column's shape.</param>
    public static IEnumerable<SchemaShape.Column> Promised(string output, SchemaShape.Column label)
    {
        const SchemaShape.Column.VectorKind vector = SchemaShape.Column.VectorKind.Vector;
        var head = MulticlassHead.Promised(label);
        var values = head.Single(column => column.Name == ColumnNames.PredictedLabel).Annotations
            .Where(annotation => annotation.Name == AnnotationNames.KeyValues).ToArray();
        return
        [
            SchemaShapes.Column(output + Labels, vector, NumberDataViewType.UInt32, isKey: true, values),
            SchemaShapes.Column(output + Distances, vector, NumberDataViewType.Single, isKey: false),
            SchemaShapes.Column(output + Rows, vector, NumberDataViewType.Int64, isKey: false),
            .. head,
        ];
    }

    /// <inheritdoc/>
    public void Check()
    {
        var a = Architecture;
        Sound.Size(a.Width, nameof(a.Width));
        Sound.InRange(a.Rows, 1, int.MaxValue, nameof(a.Rows));
        Sound.That((long)a.Rows * a.Width <= CaseArchitecture.MostNumbers, "the stored rows are more than can be held");
        Sound.InRange(a.Count, 1, a.Rows, nameof(a.Count));
        Sound.InRange(a.Lists, 1, a.Rows, nameof(a.Lists));
        Sound.InRange(a.Probes, 1, a.Lists, nameof(a.Probes));
        Sound.InRange(Recall, 0, 1, nameof(Recall));
        Sound.Size(a.Classes, nameof(a.Classes));
        Head.Check(a.Classes);
    }

    /// <summary>Checks what only the rows say.</summary>
    /// <exception cref="FormatException">A class or a list is none that there is.</exception>
    public static void Check(CaseNetwork network)
    {
        var (starts, classes) = (network.Starts, network.ClassRange);
        Sound.That(
            starts[0] == 0 && starts[^1] == network.Architecture.Rows && starts.Zip(starts.Skip(1)).All(pair => pair.First <= pair.Second),
            "the lists of stored rows are damaged");
        Sound.That(classes.Least >= 0 && classes.Most < network.Architecture.Classes, "a stored row has a class that there is not");
    }

    /// <inheritdoc/>
    public CaseNetwork CreateNetwork() => new(Architecture);

    private DataViewSchema.Annotations KeyAnnotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        Head.KeyValues?.AddTo(builder, AnnotationNames.KeyValues);
        return builder.ToAnnotations();
    }

    private static Tensor Whole(FoundCases found, long[] values) => tensor(values, [found.Batch, found.Count]);

    // The head makes shares of logarithms again.
    private static Tensor Logarithms(FoundCases found, int classes) =>
        tensor(Array.ConvertAll(found.Votes, vote => MathF.Log(Math.Max(vote, Least))), [found.Batch, classes]);
}
