using System.Text.Json.Serialization;
using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What is saved of an augmenter beside its weights.</summary>
/// <param name="Table">The columns learned, with what was learned of each; a label that is only a condition comes last.</param>
/// <param name="Condition">Which categories can be asked for.</param>
/// <param name="IsBounded">Whether vectors lie in [-1, 1].</param>
/// <param name="Label">Name of the label column; null without one.</param>
/// <param name="Marker">Name of the column that marks synthetic rows; null for none.</param>
/// <param name="Keys">Values behind the keys of each column; null where there are none.</param>
/// <param name="Schema">All columns of the data learned from.</param>
/// <param name="Architecture">Sizes of the generator.</param>
/// <param name="Picture">Sides of the pictures that the rows are; null if they are not.</param>
/// <param name="Amount">How many rows are added.</param>
/// <param name="Seed">Fixes the rows that are added.</param>
/// <param name="History">What happened in training.</param>
internal sealed record GanDescription(
    TableColumn[] Table, TableCondition Condition, bool IsBounded, string? Label, string? Marker, KeyValues?[] Keys, SchemaColumn[] Schema,
    GeneratorArchitecture Architecture, PictureShape? Picture, GanAmount Amount, int Seed, TrainingHistory History)
        : IModelDescription<nn.Module<Tensor, Tensor, Tensor>>
{
    /// <summary>Where the rows come from that are added.</summary>
    public AugmentationMethod Method { get; init; } = AugmentationMethod.Gan;

    /// <summary>What the choice of the method is based on; null if it was not measured.</summary>
    public AugmentationComparison? Comparison { get; init; }

    /// <summary>How far styles lie from the mean one, as a share of what was learned; 1 leaves them as they are.</summary>
    public double Truncation { get; init; } = 1;

    /// <inheritdoc/>
    public void Check()
    {
        Sound.That(Truncation is >= 0 and <= 1, "Truncation is not in [0, 1]");
        Sound.That(Enum.IsDefined(Method) && Method != AugmentationMethod.Measured, $"Method is {Method}, which adds no rows");
        ArchitectureChecks.Check(Architecture);
        Sound.Same(Keys.Length, Table.Length, "the numbers of columns and of their keys");
        foreach (var column in Table)
        {
            Sound.That(column.Dimensions.All(size => size >= 0), $"column '{column.Name}' has a negative dimension");
            Sound.Same(column.Scales.Length, column.Offsets.Length, $"the numbers of offsets and scales of column '{column.Name}'");
            if (column.Curves is not { } curves)
                continue;
            foreach (var perNumber in (Array[])[curves.Centres, curves.Factors, curves.Floors, curves.AreBent])
                Sound.Same(perNumber.Length, column.Offsets.Length, $"the numbers of offsets and of curves of column '{column.Name}'");
            Sound.That(curves.Factors.All(factor => factor > 0), $"a curve of column '{column.Name}' has a factor that is not above 0");
        }
    }

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor, Tensor> CreateNetwork() => GanNetworks.Generator(Architecture);

    /// <summary>Position of the label column; -1 without one.</summary>
    [JsonIgnore]
    public int LabelIndex => Label is null ? -1 : Array.FindIndex(Table, column => column.Name == Label);

    /// <summary>The layout of rows and conditions.</summary>
    public TableCodec CreateCodec() => new(Table, Condition, IsBounded, Label is not null);

    /// <summary>The values behind the keys of a column that was learned; null where there are none.</summary>
    public KeyValues? KeysOf(string name) =>
        Array.FindIndex(Table, column => column.Name == name) is >= 0 and var column ? Keys[column] : null;

    /// <summary>What people call a category of a column: the value behind a key, or the value itself.</summary>
    public string NameOf(int column, string value) =>
        Keys[column] is { } keys && int.TryParse(value, out var key) && key >= 1 && key <= keys.Texts.Length ? keys.Texts[key - 1] : value;

    /// <summary>The places of a column's categories that people call by this name; none if there is no such category.</summary>
    public int PlaceNamed(int column, string name)
    {
        var places = Table[column].Values.Select((value, place) => (value, place));
        foreach (var (value, place) in places)
            if (NameOf(column, value) == name)
                return place;
        return RareNamed(column, name) is null ? -1 : Table[column].Values.Length;
    }

    /// <summary>The value of a column that people call by this name, if it shares a place with other rare ones; else null.</summary>
    public string? RareNamed(int column, string name) =>
        Table[column].Values.Any(value => NameOf(column, value) == name)
            ? null
            : Table[column].RareValues.FirstOrDefault(value => NameOf(column, value) == name);

    /// <summary>Names of a column's categories, in the order of their places.</summary>
    public string[] Names(int column)
    {
        var names = Table[column].Values.Select(value => NameOf(column, value));
        return [.. Table[column].RareValues.Length > 0 ? names.Append("(rare values)") : names];
    }
}
