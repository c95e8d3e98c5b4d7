using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Codes;

/// <summary>Codes of sequences and sequences of codes, asked of models beside their networks.</summary>
[TestClass]
public sealed class SequenceCodesTests
{
    private static readonly GruEncoder Gru = new() { HiddenSize = 4 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Codes_are_those_of_the_network_however_many_sequences_are_given()
    {
        using var model = OfNumbers();
        var random = new Random(3);
        var sequences = Enumerable.Range(0, 600).Select(i =>
            Enumerable.Range(0, 2 * (1 + (i % 5))).Select(_ => (float)random.NextDouble()).ToArray()).ToArray(); // more than one batch
        var codes = model.Encode(sequences);
        Assert.HasCount(600, codes);
        var scored = model.Transform(_ml.Rows(sequences)).GetColumn<float[]>("Code").ToArray();
        Cells.AreEqual(scored, codes, 1e-5, "codes");
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        foreach (var i in new[] { 0, 4, 511, 512, 599 })
            Cells.AreEqual(
                [HandSet.Numbers(((SequenceAutoencoderNetwork)model.Network).call(
                    tensor(sequences[i], [1, sequences[i].Length]), tensor(new[] { sequences[i].Length / 2L })))],
                [codes[i]], 1e-5, $"code {i}");
    }

    [TestMethod]
    public void Numbers_are_written_in_whole_steps_and_no_more_than_can_be_read()
    {
        using var model = OfNumbers();
        var written = model.DecodeNumbers([[0, 0], [3, -3], [-9, 9], [0.1f, 0.2f]]);
        Assert.HasCount(4, written);
        foreach (var sequence in written)
        {
            Assert.AreEqual(0, sequence.Length % 2);
            Assert.IsLessThanOrEqualTo(10, sequence.Length);
            Assert.IsTrue(sequence.All(float.IsFinite));
        }
        Assert.IsEmpty(model.DecodeNumbers([]));
    }

    [TestMethod]
    public void A_way_between_sequences_goes_on_the_line_between_their_codes()
    {
        using var model = OfNumbers();
        float[] from = [1, 2, 3, 4], to = [-1, 0];
        var codes = model.Encode([from, to]);
        var way = model.Interpolate(from, to, 5);
        float[][] line = [.. Enumerable.Range(0, 5).Select(step =>
            codes[0].Zip(codes[1], (a, b) => a + ((b - a) * step / 4)).ToArray())];
        Cells.AreEqual([.. model.DecodeNumbers(line)], [.. way], 1e-4, "way");
        using var keys = OfKeys();
        var words = keys.Interpolate([1u, 2], [3u], 2);
        CollectionAssert.AreEqual(keys.DecodeKeys(keys.Encode([[1u, 2]]))[0], words[0], "both ends are there as they are written");
        CollectionAssert.AreEqual(keys.DecodeKeys(keys.Encode([[3u]]))[0], words[1]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => keys.Interpolate([1u], [2u], 1));
    }

    [TestMethod]
    public void A_missing_key_is_read_and_never_written()
    {
        using var model = OfKeys();
        var codes = model.Encode([[0u, 1], [1u, 0], [0u]]);
        Assert.AreNotEqual(codes[0][0], codes[1][0]);
        Assert.IsTrue(model.DecodeKeys(codes).All(keys => keys.Length <= 5 && keys.All(key => key is >= 1 and <= 3)));
    }

    [TestMethod]
    public void Sequences_and_codes_that_do_not_fit_are_told_by_place()
    {
        using var numbers = OfNumbers();
        using var keys = OfKeys();
        Says(() => numbers.Encode([[1f, 2], [1f]]), "Sequence 1 (counted from 0) has 1 items; the model reads at most 5 steps of 2.");
        Says(() => numbers.Encode([new float[12]]), "Sequence 0 (counted from 0) has 12 items");
        Says(() => numbers.Encode([[1f, float.NaN]]), "Number 1 of sequence 0 (both counted from 0) is NaN; it must be finite.");
        Says(() => numbers.Encode(new float[][] { null! }), "Sequence 0 (counted from 0) is null.");
        Says(() => keys.Encode([[1u], [4u]]), "Sequence 1 (counted from 0) holds key 4, past the 3 keys that the model knows.");
        Says(() => keys.Encode([new uint[6]]), "Sequence 0 (counted from 0) has 6 items; the model reads at most 5 steps of 1.");
        Says(() => keys.Encode(new uint[][] { null! }), "Sequence 0 (counted from 0) is null.");
        Assert.Throws<ArgumentException>(() => numbers.DecodeNumbers([[1]]));
        Assert.Throws<ArgumentException>(() => keys.DecodeKeys([[1, 2, 3]]));
        Assert.ThrowsExactly<ArgumentNullException>(() => keys.Encode((IReadOnlyList<uint[]>)null!));

        static void Says(Action act, string message) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(act).Message, message);
    }

    [TestMethod]
    public void Keys_are_asked_of_models_of_keys_and_numbers_of_those_of_numbers()
    {
        using var numbers = OfNumbers();
        using var keys = OfKeys();
        Says(() => numbers.Encode([[1u]]), "Column 'Numbers' of this model holds numbers, and not keys: use the methods for those.");
        Says(() => numbers.DecodeKeys([[1, 2]]), "holds numbers, and not keys");
        Says(() => keys.Encode([[1f]]), "Column 'Keys' of this model holds keys, and not numbers");
        Says(() => keys.DecodeNumbers([[1, 2]]), "holds keys, and not numbers");
        Says(() => keys.Interpolate([1f], [1f], 2), "holds keys, and not numbers");
        Says(() => numbers.Interpolate([1u], [1u], 2), "holds numbers, and not keys");

        static void Says(Action act, string message) =>
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(act).Message, message);
    }

    [TestMethod]
    public void Rows_that_are_empty_or_hold_no_number_have_the_length_that_they_have()
    {
        using var model = OfNumbers();
        var scored = model.Transform(_ml.Rows([], [1, float.NaN], [1, 2]));
        var (codes, again, errors) = (scored.GetColumn<float[]>("Code").ToArray(), scored.GetColumn<float[]>("Again").ToArray(),
            scored.GetColumn<float>("Error").ToArray());
        Assert.IsTrue(codes[1].All(float.IsNaN) && float.IsNaN(errors[1]));
        Assert.IsEmpty(again[1]);
        Assert.IsEmpty(again[0]);
        Assert.IsTrue(codes[0].All(float.IsFinite) && codes[2].All(float.IsFinite));
        Assert.HasCount(2, again[2]);
        Assert.IsTrue(float.IsFinite(errors[2]));
    }

    [TestMethod]
    public void A_loaded_model_reads_and_writes_alike_and_a_disposed_one_not_at_all()
    {
        var model = OfKeys();
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        var codes = model.Encode([[1u, 2, 3], [3u]]);
        Cells.AreEqual([.. codes], [.. loaded.Encode([[1u, 2, 3], [3u]])], 0, "codes");
        for (var i = 0; i < 2; i++)
            CollectionAssert.AreEqual(model.DecodeKeys(codes)[i], loaded.DecodeKeys(codes)[i]);
        CollectionAssert.AreEqual(model.Vocabulary.ToArray(), loaded.Vocabulary.ToArray());
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Encode([[1u]]));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.DecodeKeys(codes));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Interpolate([1u], [2u], 3));
    }

    [TestMethod]
    public void Others_start_from_the_layers_that_read()
    {
        using var model = OfKeys();
        using var given = model.Transferable();
        Assert.IsTrue(given.Weights.Keys.All(name => name.StartsWith("encoder.", StringComparison.Ordinal)));
        Assert.IsTrue(given.Weights.ContainsKey("encoder.embedding.weight"));
        CollectionAssert.AreEqual(new[] { "a", "b", "c" }, given.Vocabulary!.ToArray());
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Architecture"]!["CodeSize"] = 3;
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml), "the weights make two numbers");
    }

    private SequenceAutoencoderTransformer OfNumbers()
    {
        var description = new SequenceAutoencoderDescription(
            "Code", "Numbers", new SequenceShape(0, 2, 5),
            new SequenceAutoencoderArchitecture(
                new SequenceEncoderArchitecture(0, 2, 0, new RecurrentStackArchitecture(Gru, 2), 0), Gru, 2, 5, true),
            new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" }, null, new TrainingHistory());
        return new SequenceAutoencoderTransformer(_ml, description, HandSet.Reading(description.CreateNetwork), CPU);
    }

    private SequenceAutoencoderTransformer OfKeys()
    {
        var description = new SequenceAutoencoderDescription(
            "Code", "Keys", new SequenceShape(3, 1, 5),
            new SequenceAutoencoderArchitecture(
                new SequenceEncoderArchitecture(3, 1, 2, new RecurrentStackArchitecture(Gru, 2), 0), Gru, 2, 5, true),
            new SequenceAutoencoderOutputs(), new KeyValues("String", ["a", "b", "c"]), new TrainingHistory());
        return new SequenceAutoencoderTransformer(_ml, description, HandSet.Reading(description.CreateNetwork), CPU);
    }
}
