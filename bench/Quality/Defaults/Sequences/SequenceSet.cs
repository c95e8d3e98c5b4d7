using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Sequences of numbers or of keys with a class each, to learn from and held out.</summary>
internal sealed record SequenceSet
{
    /// <summary>The set's name in results.</summary>
    public required string Name { get; init; }

    /// <summary>Number of sequences to learn from.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Number of classes; two are told as no and yes.</summary>
    public required int Classes { get; init; }

    /// <summary>Draws one sequence of a class.</summary>
    public required Func<Random, int, float[]> Draw { get; init; }

    /// <summary>Number of different keys, where the sequences are keys (from 0) of any length; 0 where they are numbers.</summary>
    public int Symbols { get; init; }

    /// <summary>Settings found by hand, of which the best counts.</summary>
    public required IReadOnlyList<RecurrentNetworkOptions> Tuned { get; init; }

    /// <summary>Whether the label is a boolean.</summary>
    public bool IsBinary => Classes == 2;

    /// <summary>Rows with the columns Features and Label, classes in turn.</summary>
    public IDataView Rows(MLContext ml, int count, int seed)
    {
        var random = new Random(seed);
        var labels = Labels(count);
        float[][] sequences = [.. labels.Select(label => Draw(random, label))];
        DataViewType label = IsBinary ? BooleanDataViewType.Instance : new KeyDataViewType(typeof(uint), Classes);
        return (Symbols > 0, IsBinary) switch
        {
            (true, true) => Views.Of(ml, Keys(sequences), Booleans(labels), KeyVector, label),
            (true, false) => Views.Of(ml, Keys(sequences), ClassKeys(labels), KeyVector, label),
            (false, true) => Views.Of(ml, sequences, Booleans(labels), NumberVector(sequences), label),
            _ => Views.Of(ml, sequences, ClassKeys(labels), NumberVector(sequences), label),
        };
    }

    /// <summary>The classes of so many rows, from 0.</summary>
    public int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => i % Classes)];

    private VectorDataViewType KeyVector => new(new KeyDataViewType(typeof(uint), Symbols));

    private static VectorDataViewType NumberVector(float[][] sequences) => new(NumberDataViewType.Single, sequences[0].Length);

    private static uint[][] Keys(float[][] sequences) => [.. sequences.Select(s => Array.ConvertAll(s, key => (uint)key))];

    private static bool[] Booleans(int[] labels) => Array.ConvertAll(labels, label => label > 0);

    private static uint[] ClassKeys(int[] labels) => Array.ConvertAll(labels, label => (uint)label);
}
