using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences;

/// <summary>What a saved autoencoder of sequences says of itself, and the columns it adds beside the network asked directly.</summary>
[TestClass]
public sealed class SequenceAutoencoderDescriptionTests
{
    private static readonly GruEncoder Gru = new() { HiddenSize = 4 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Sizes_that_do_not_fit_are_refused()
    {
        OfNumbers.Check();
        var a = OfNumbers.Architecture;
        foreach (var (damaged, said) in new[]
        {
            (a with { CodeSize = 0 }, "CodeSize is 0"), (a with { MaximumLength = 4 }, "read and written are 4 and 5"),
            (a with { Decoder = new TimeDelayEncoder() }, "does not write step by step"),
            (a with { Decoder = new GruEncoder { HiddenSize = 0 } }, "HiddenSize"), (a with { LogVarianceLimit = 0 }, "LogVarianceLimit"),
        })
            StringAssert.Contains(
                Assert.ThrowsExactly<FormatException>((OfNumbers with { Architecture = damaged }).Check, said).Message, said);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>((OfKeys with { Values = new KeyValues("String", ["a"]) }).Check).Message, "are 1 and 3");
    }

    [TestMethod]
    public void Numbers_are_given_with_as_many_steps_as_the_row_has_and_errors_as_the_network_says()
    {
        manual_seed(1);
        using var model = new SequenceAutoencoderTransformer(_ml, OfNumbers, OfNumbers.CreateNetwork(), CPU);
        float[][] rows = [[1, 2, 3, 4], [5, 6], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]; // the last is cut after five steps
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Numbers = row }).ToArray()));
        var (again, errors) = (scored.GetColumn<float[]>("Again").ToArray(), scored.GetColumn<float>("Error").ToArray());
        for (var i = 0; i < rows.Length; i++)
        {
            var read = rows[i].Take(10).ToArray();
            Assert.HasCount(read.Length, again[i]);
            Assert.AreEqual(read.Zip(again[i], (x, y) => Math.Pow(x - y, 2)).Average(), errors[i], 1e-3);
        }
        Assert.AreEqual((2, 5, 0, 2), (model.CodeSize, model.MaximumLength, model.KeyCount, model.StepSize));
        CollectionAssert.AreEqual(
            scored.GetColumn<float[]>("Code").First(), model.Encode([rows[0]])[0], new Near(1e-5));
    }

    [TestMethod]
    public void Keys_are_given_with_the_values_behind_them()
    {
        manual_seed(1);
        using var model = new SequenceAutoencoderTransformer(_ml, OfKeys, OfKeys.CreateNetwork(), CPU);
        var scored = model.Transform(_ml.Data.LoadFromEnumerable([new Row { Keys = [3, 1] }]));
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, model.Vocabulary.ToArray());
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Again"].GetKeyValues(ref names);
        Assert.AreEqual("c", names.GetItemOrDefault(2).ToString());
        CollectionAssert.AreEqual(model.DecodeKeys(model.Encode([[3u, 1]]))[0], scored.GetColumn<uint[]>("Again").Single());
        var before = LiveTensors.Count();
        model.Interpolate([1u], [2u, 3], 5);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static SequenceAutoencoderDescription OfNumbers => new(
        "Code", "Numbers", new SequenceShape(0, 2, 5),
        new SequenceAutoencoderArchitecture(
            new SequenceEncoderArchitecture(0, 2, 0, new RecurrentStackArchitecture(Gru, 2), 0), Gru, 2, 5, true),
        new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" }, null, new TrainingHistory());

    private static SequenceAutoencoderDescription OfKeys => new(
        "Code", "Keys", new SequenceShape(3, 1, 5),
        new SequenceAutoencoderArchitecture(
            new SequenceEncoderArchitecture(3, 1, 2, new RecurrentStackArchitecture(Gru, 2), 0), Gru, 2, 5, false),
        new SequenceAutoencoderOutputs { Reconstruction = "Again" }, new KeyValues("String", ["a", "b", "c"]), new TrainingHistory());

    private sealed class Near(double tolerance) : System.Collections.IComparer
    {
        public int Compare(object? x, object? y) => Math.Abs((float)x! - (float)y!) <= tolerance ? 0 : 1;
    }

    private sealed class Row
    {
        public float[] Numbers { get; set; } = [];

        [KeyType(3)]
        public uint[] Keys { get; set; } = [];
    }
}
