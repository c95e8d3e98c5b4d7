using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted classifier by prototypes: adds PredictedLabel and Score, and takes further classes from a few rows, or from a description,
/// without training.
/// </summary>
[ArchiveKind("Prototypes", version: 1)]
public sealed class PrototypesTransformer
    : PredictionTransformer, IArchived<PrototypesTransformer, PrototypesDescription, PrototypeNetwork>
{
    private const int BlockRows = 256;

    private readonly PrototypesDescription _description;
    private readonly PrototypeNetwork _network;

    internal PrototypesTransformer(
        IHostEnvironment environment, PrototypesDescription description, PrototypeNetwork network, Device device)
        : base(environment, description, network, device, description.Head, description.InputAs(null),
            inputs => network.OutputOf(inputs, 1)) =>
        (_description, _network) = (description, network);

    /// <summary>
    /// Names of the classes, in the order of Score and of the keys of PredictedLabel; empty if the label's keys had no values behind them.
    /// </summary>
    public IReadOnlyList<string> ClassNames => _description.Head.KeyValues?.Texts ?? [];

    internal override IReadOnlyDictionary<string, Tensor> StartingWeights => _network.Embedding.state_dict();

    /// <summary>
    /// A model that knows one class more: its prototype is the mean vector of the rows. Nothing is trained; this model stays as it is.
    /// </summary>
    /// <param name="name">Name of the class: text, or what can be read as a value of the label's type.</param>
    /// <param name="rows">Some rows of the class, at least one, as the model reads them: what comes before it in a chain has been done.
    /// For a whole chain there is <see cref="PrototypeChains.AddClass"/>.</param>
    /// <returns>
    /// A model of its own weights, to be disposed by itself. Keys of the others stay as they are; the class has the next, or the one that
    /// the label already had for it where there were no rows to learn from.
    /// </returns>
    /// <exception cref="ArgumentException">The class is known already, or its name is no value of the label's type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing, or of another type or size.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a number is not finite, or the label's keys had no values, so that classes have no names.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public PrototypesTransformer AddClass(string name, IDataView rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var use = Use();
        CheckNew(name);
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return With(name, MeanOf(name, rows));
    }

    /// <summary>
    /// A model that knows one class more, of which there is a description and not one row. Nothing is trained; this model stays as it is.
    /// </summary>
    /// <param name="name">Name of the class: text, or what can be read as a value of the label's type.</param>
    /// <param name="description">As many numbers as the descriptions of the other classes have, of the same meaning.</param>
    /// <returns>A model of its own weights, to be disposed by itself.</returns>
    /// <exception cref="ArgumentException">
    /// The class is known already, its name is no value of the label's type, or the description has another length or a number that is not
    /// finite.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model was fitted without descriptions, or its classes have no names.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public PrototypesTransformer AddClass(string name, IReadOnlyList<float> description)
    {
        ArgumentNullException.ThrowIfNull(description);
        using var use = Use();
        CheckNew(name);
        if (_description.Architecture.Describer is not { } describer)
            throw new InvalidOperationException(
                $"The model was fitted without ClassDescriptions: of a description alone it cannot tell what '{name}' is. Give rows.");
        if (description.Count != describer.DescriptionSize)
            throw new ArgumentException(
                $"The description of '{name}' has {description.Count} numbers; those of the other classes have "
                + $"{describer.DescriptionSize}.", nameof(description));
        for (var i = 0; i < description.Count; i++)
            if (!float.IsFinite(description[i]))
                throw new ArgumentException(FormattableString.Invariant(
                    $"Number {i} of the description of '{name}' is {description[i]}; it must be finite."), nameof(description));
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return With(name, _network.Describe(tensor(description.ToArray(), [1, description.Count], device: Device))[0]);
    }

    /// <summary>A model that knows one class less. This model stays as it is.</summary>
    /// <param name="name">Name of the class.</param>
    /// <returns>A model of its own weights, to be disposed by itself. Keys above that of the class are one lower.</returns>
    /// <exception cref="ArgumentException">There is no such class, or fewer than two would be left.</exception>
    /// <exception cref="InvalidOperationException">The classes have no names.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public PrototypesTransformer RemoveClass(string name)
    {
        using var use = Use();
        var names = Named(name);
        var place = Array.IndexOf(names, name);
        if (place < 0)
            throw new ArgumentException($"There is no class '{name}'; there are {string.Join(", ", names)}.", nameof(name));
        if (names.Length <= 2)
            throw new ArgumentException($"Without '{name}' one class would be left; at least two are needed.", nameof(name));
        int[] kept = [.. Enumerable.Range(0, names.Length).Where(i => i != place)];
        return With(_network.WithClasses(kept, null), [.. kept.Select(i => names[i])]);
    }

    private void CheckNew(string name)
    {
        var place = Array.IndexOf(Named(name), name);
        if (place >= 0 && HasPrototype(place))
            throw new ArgumentException(
                $"The model knows class '{name}' already; take it away first (RemoveClass), or give the new one another name.",
                nameof(name));
    }

    private bool HasPrototype(int place) => _network.Offsets[place] > PrototypeNetwork.NoPrototype;

    private string[] Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _description.Head.KeyValues?.Texts ?? throw new InvalidOperationException(
            "The classes of the model have no names: its label was a key without values behind it. Fit it with a text label, or with keys "
            + "from MapValueToKey.");
    }

    // One vector, (embedding); the caller's scope owns it.
    private Tensor MeanOf(string name, IDataView rows)
    {
        SchemaFaults.Check(rows.Schema, Inputs);
        var (sum, count) = (zeros([_description.Architecture.Embedding.EmbeddingSize], device: Device), 0);
        foreach (var (values, read) in DataViewRows.Blocks(rows, Inputs, [false], BlockRows))
        {
            using var inner = NewDisposeScope();
            using var batch = new TensorBatch([.. values[0].Tensors(read, Device)]);
            sum.PlusInPlace(_network.Embedding.Embed(batch.Features, batch.LengthsIfAny).sum(0L));
            count += read;
        }
        if (count == 0)
            throw new InvalidOperationException($"There are no rows of class '{name}'; at least one is needed to add it.");
        var mean = sum.Over(count);
        return _description.Architecture.Embedding.UnitLength ? EmbeddingNetwork.Directions(mean.unsqueeze(0))[0] : mean;
    }

    private PrototypesTransformer With(string name, Tensor vector)
    {
        var names = Named(name);
        var (count, place) = (names.Length, Array.IndexOf(names, name));
        if (place < 0)
            return With(_network.WithClasses([.. Enumerable.Range(0, count)], vector), [.. names, name]);
        using var last = _network.WithClasses([.. Enumerable.Range(0, count)], vector); // its key was there before it
        return With(last.WithClasses([.. Enumerable.Range(0, count).Select(i => i == place ? count : i)], null), names);
    }

    private PrototypesTransformer With(PrototypeNetwork network, string[] names)
    {
        try
        {
            var values = _description.Head.KeyValues! with { Texts = names };
            CheckValues(values);
            var description = _description with
            {
                Architecture = network.Architecture,
                Head = new MulticlassHead(names.Length, values) { Divisor = _description.Head.Divisor },
            };
            return new PrototypesTransformer(Environment, description, network, Device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static void CheckValues(KeyValues values)
    {
        try
        {
            values.Check(values.Texts.Length);
        }
        catch (FormatException e)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The class cannot be called '{values.Texts[^1]}': the label's values are of type {values.ItemType}."), e);
        }
    }

    private protected override PredictionTransformer With(PredictionHead head) =>
        new PrototypesTransformer(Environment, _description with { Head = (MulticlassHead)head }, _network, Device);

    static PrototypesTransformer IArchived<PrototypesTransformer, PrototypesDescription, PrototypeNetwork>.From(
        PrototypesDescription description, PrototypeNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
