using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Passes rows on and, after those that it was fitted to, adds changed copies of them. Within a chain that is the data of the trainers
/// behind it; rows that are evaluated or predicted later pass through unchanged whatever the scope.
/// </summary>
/// <remarks>
/// Every pass over the data meets the same copies. They follow the real rows: a trainer that does not shuffle by itself should be given
/// <c>ml.Data.ShuffleRows</c> of them.
/// </remarks>
[ArchiveKind("RowAugmenter", version: 1)]
public sealed class RowAugmenterTransformer
    : NetworkTransformer, IArchived<RowAugmenterTransformer, RowAugmenterDescription, NoWeights>
{
    private readonly RowAugmenterDescription _description;
    private readonly FittedView _fitted;

    internal RowAugmenterTransformer(
        IHostEnvironment environment, RowAugmenterDescription description, NoWeights network, Device device, IDataView? fitted = null)
        : base(environment, description, network, device)
    {
        _description = description;
        _fitted = new FittedView(fitted);
    }

    /// <summary>What is added, as it was asked for.</summary>
    public RowAugmentation Augmentation => _description.Augmentation;

    /// <summary>True: a row that passes by itself stays as it is.</summary>
    public override bool IsRowToRowMapper => true;

    private protected override string InsteadOfOnnx => FittedView.InsteadOfOnnx;

    /// <summary>The columns of the input, and the marker column if there is one.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column to change is missing or of another type.</exception>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Marked(inputSchema).Output;
    }

    /// <summary>The rows of the input; if they are the very view that the augmenter was fitted to, followed by copies.</summary>
    /// <param name="input">Real rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column to change is missing or of another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_fitted.Is(input))
            return WithoutOnnx(Augment(input), input);
        CheckAlive();
        _fitted.TellThatOthersPass(Environment, "RowAugmenter");
        return WithoutOnnx(new RowsWithCopies(Marked(input.Schema), input, [], _description.Column), input);
    }

    /// <summary>The rows of the input, followed by changed copies of all of them.</summary>
    /// <param name="input">Real rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column to change is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">The pitch is to be changed of what has several numbers per step.</exception>
    public IDataView Augment(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckAlive();
        var schema = Marked(input.Schema);
        var copies = Enumerable.Range(0, Augmentation.Copies).Select(
            copy => Augmentation.Changed(input, _description.Column, Mixing.Seed(_description.Seed, copy)));
        return new RowsWithCopies(schema, input, [.. copies], _description.Column);
    }

    /// <summary>A mapper that leaves rows as they are.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column to change is missing or of another type.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckAlive();
        return new PassingRowMapper(Marked(inputSchema));
    }

    private MarkedSchema Marked(DataViewSchema input)
    {
        SchemaFaults.Check(input, [Augmentation.Column(_description.Column)]);
        return new MarkedSchema(input, Augmentation.MarkerColumnName);
    }

    static RowAugmenterTransformer IArchived<RowAugmenterTransformer, RowAugmenterDescription, NoWeights>.From(
        RowAugmenterDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of an augmenter by changed copies.</summary>
/// <param name="Column">Name of the column that is changed.</param>
/// <param name="Augmentation">What is done to it.</param>
/// <param name="Seed">Fixes it.</param>
internal sealed record RowAugmenterDescription(string Column, RowAugmentation Augmentation, int Seed) : IModelDescription<NoWeights>
{
    // Nothing was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <inheritdoc/>
    public void Check() => Augmentation.Validate(Sound.Part(SavedAsAttribute.NameOf(Augmentation.GetType())));

    /// <inheritdoc/>
    public NoWeights CreateNetwork() => new();
}
