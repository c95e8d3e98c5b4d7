using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences;

/// <summary>Networks that answer for sequences or their steps: rows of any length, single rows, files and starts for others.</summary>
[TestClass]
public sealed class RecurrentAnswersTests
{
    private static readonly KeyValues Words = new("String", ["a", "b", "c", "d", "e"]);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(SequencePooling.Last)]
    [DataRow(SequencePooling.Mean)]
    [DataRow(SequencePooling.Attention)]
    public void Answers_of_sequences_of_any_length_are_those_of_each_by_itself(SequencePooling pooling)
    {
        var network = HandSet.Reading(() => new RecurrentSequenceNetwork(Sequences(pooling)), 2);
        using var model = Answering(pooling, network);
        Assert.IsNotNull(model.CreateRowPass, "single rows need no torch");
        uint[][] rows = [[1, 2, 3, 4], [5], [], [2, 0, 1], [1, 2, 3, 4, 5, 5, 5]];
        var scores = model.Transform(_ml.Keys(rows)).GetColumn<float>("Score").ToArray();
        using var engine = _ml.Model.CreatePredictionEngine<HandSet.KeyRow, Scored>(model);
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        for (var i = 0; i < rows.Length; i++)
        {
            var read = rows[i].Take(4).Select(key => (long)key).DefaultIfEmpty(0).ToArray(); // none is one missing key
            var direct = network.call(tensor(read, [1, read.Length]), tensor(new[] { (long)read.Length })).item<float>();
            Assert.AreEqual(direct, scores[i], 1e-5, $"row {i}");
            Assert.AreEqual(direct, engine.Predict(new HandSet.KeyRow { Keys = rows[i] }).Score, 1e-5, $"row {i} by itself");
        }
        Assert.HasCount(4, scores.Distinct().ToArray(), "the last is read up to its fourth key, like the first");
        Assert.AreEqual(4, model.MaximumLength);
    }

    [TestMethod]
    public void A_model_that_was_disposed_answers_neither_rows_nor_single_ones()
    {
        var model = Answering(SequencePooling.Last, new RecurrentSequenceNetwork(Sequences(SequencePooling.Last)));
        var data = _ml.Keys([1, 2]);
        var lazy = model.Transform(data);
        var mapper = model.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var getter = row.GetGetter<float>(mapper.OutputSchema["Score"]);
        Assert.IsTrue(cursor.MoveNext());
        model.Dispose();
        var score = 0f;
        Assert.ThrowsExactly<ObjectDisposedException>(() => getter(ref score));
        Assert.ThrowsExactly<ObjectDisposedException>(() => lazy.GetColumn<float>("Score").Count());
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.GetRowToRowMapper(data.Schema));
    }

    [TestMethod]
    public void Loaded_models_answer_alike_with_the_words_of_their_keys()
    {
        using var answering = Answering(
            SequencePooling.Mean, HandSet.Reading(() => new RecurrentSequenceNetwork(Sequences(SequencePooling.Mean)), 2));
        using var tagging = Tagging();
        using var steps = Steps();
        var data = _ml.Keys([1, 2, 3], [], [5, 0]);
        foreach (var (model, column) in new (ScoringTransformer, string)[] { (answering, "Score"), (tagging, "Tags"), (steps, "Steps") })
        {
            using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
            var (before, after) = (model.Transform(data), loaded.Transform(data));
            Cells.AreEqual(Cells.Read(before, before.Schema[column]), Cells.Read(after, after.Schema[column]), 0, column);
            using var given = loaded.Transferable();
            CollectionAssert.AreEqual(Words.Texts, given.Vocabulary!.ToArray());
        }
        CollectionAssert.AreEqual(
            new[] { "noun", "verb", "other" }, TagNames(_ml.Reloaded(tagging)), "the values behind the tags");

        string[] TagNames(SequenceTaggerTransformer model)
        {
            using (model)
            {
                var names = default(VBuffer<ReadOnlyMemory<char>>);
                model.GetOutputSchema(data.Schema)["Tags"].GetKeyValues(ref names);
                return [.. names.DenseValues().Select(name => name.ToString())];
            }
        }
    }

    [TestMethod]
    public void Tags_and_numbers_of_steps_are_those_of_the_network_one_by_one_too()
    {
        using var tagging = Tagging();
        using var steps = Steps();
        uint[][] rows = [[1, 2, 3, 4], [5, 0], [3]];
        var tags = tagging.Transform(_ml.Keys(rows)).GetColumn<uint[]>("Tags").ToArray();
        var numbers = steps.Transform(_ml.Keys(rows)).GetColumn<float[]>("Steps").ToArray();
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        for (var i = 0; i < rows.Length; i++)
        {
            var read = tensor(rows[i].Select(key => (long)key).ToArray(), [1, rows[i].Length]);
            var length = tensor(new long[] { rows[i].Length });
            var logits = HandSet.Numbers(((RecurrentTaggingNetwork)tagging.Network).call(read, length)).Chunk(3).ToArray();
            CollectionAssert.AreEqual(
                logits.Select(step => (uint)Array.IndexOf(step, step.Max()) + 1).ToArray(), tags[i], $"row {i}");
            var answers = HandSet.Numbers(((RecurrentTaggingNetwork)steps.Network).call(read, length));
            float[] expected = [.. answers.Select((answer, j) => j % 2 == 0 ? 10 + (2 * answer) : 100 + (5 * answer))];
            Cells.AreEqual([expected], [numbers[i]], 1e-3, $"row {i}");
        }
    }

    [TestMethod]
    public void Files_that_do_not_fit_their_weights_are_refused()
    {
        using var tagging = Tagging();
        var parts = SavedParts.Of(tagging);
        foreach (var damage in new Action<System.Text.Json.Nodes.JsonNode>[]
        {
            d => d["Architecture"]!["TagCount"] = 4, d => d["Shape"]!["KeyCount"] = 6, d => d["TagValues"]!["Texts"]![0] = null,
            d => d["Architecture"]!["Encoder"]!["Stack"]!["Encoder"]!["kind"] = "abacus",
        })
        {
            var description = parts.Description;
            damage(description);
            Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));
        }
    }

    private RecurrentNetworkTransformer Answering(SequencePooling pooling, RecurrentSequenceNetwork network) => new(
        _ml, new RecurrentNetworkDescription(
            "Keys", new SequenceShape(5, 1, 4), (RecurrentSequenceArchitecture)network.Architecture with { Pooling = pooling },
            new RegressionHead(), new TrainingHistory(), Words), network, CPU);

    private SequenceTaggerTransformer Tagging()
    {
        var description = new SequenceTaggerDescription(
            "Tags", "Keys", new SequenceShape(5, 1, 4), new RecurrentTaggingArchitecture(Encoder, 3),
            new KeyValues("String", ["noun", "verb", "other"]), new TrainingHistory(), Words);
        return new SequenceTaggerTransformer(_ml, description, HandSet.Reading(description.CreateNetwork, 3), CPU);
    }

    private StepRegressorTransformer Steps()
    {
        var description = new StepRegressorDescription(
            "Steps", "Keys", new SequenceShape(5, 1, 4), new RecurrentTaggingArchitecture(Encoder, 2),
            new VectorRegressionHead([10, 100], [2, 5]), new TrainingHistory(), Words);
        return new StepRegressorTransformer(_ml, description, HandSet.Reading(description.CreateNetwork, 3), CPU);
    }

    private static SequenceEncoderArchitecture Encoder => new(5, 1, 3, HandSet.Stack(3), 0);

    private static RecurrentSequenceArchitecture Sequences(SequencePooling pooling) => new(Encoder, pooling, 1);

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
