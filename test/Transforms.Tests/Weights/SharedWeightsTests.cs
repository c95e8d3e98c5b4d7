using DeepML.Transforms.Tests.Archives;
using DeepML.Transforms.Tests.Scoring;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Weights;

[TestClass]
public sealed class SharedWeightsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Weights_are_freed_when_the_last_user_lets_go_and_then_nobody_joins()
    {
        var network = nn.Linear(2, 1);
        var weight = network.weight!;
        var shared = SharedWeights.Of(network);
        Assert.AreSame(shared, SharedWeights.Of(network));
        var (first, second) = (shared.TryJoin()!, shared.TryJoin()!);
        first.Dispose();
        first.Dispose(); // once and twice are the same
        Assert.IsFalse(weight.IsInvalid);
        second.Dispose();
        Assert.IsTrue(weight.IsInvalid);
        Assert.IsNull(shared.TryJoin());
    }

    [TestMethod]
    public void A_model_with_other_settings_scores_on_after_the_original_is_disposed()
    {
        var data = Blobs.Create(_ml, 20);
        var model = FittedModels.Binary(_ml);
        var expected = model.Transform(data).GetColumn<float>("Score").ToArray();
        var weight = model.NamedWeights.Values.First();
        var moved = _ml.BinaryClassification.ChangeModelThreshold(model, 1);
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Transform(data));
        CollectionAssert.AreEqual(expected, moved.Transform(data).GetColumn<float>("Score").ToArray());
        var again = _ml.BinaryClassification.ChangeModelThreshold(moved, 2);
        moved.Dispose();
        CollectionAssert.AreEqual(expected, again.Transform(data).GetColumn<float>("Score").ToArray());
        Assert.IsFalse(weight.IsInvalid);
        again.Dispose();
        Assert.IsTrue(weight.IsInvalid, "the last one frees the weights");
        Assert.ThrowsExactly<ObjectDisposedException>(() => _ml.BinaryClassification.ChangeModelThreshold(again, 1));
    }

    [TestMethod]
    public void Detectors_with_other_thresholds_and_writers_with_other_beams_have_the_same_weights_too()
    {
        var data = GoldenModels.Rows(_ml);
        Check((AutoencoderAnomalyTransformer)GoldenModels.Makers["AutoencoderAnomaly"](_ml, data),
            model => model.WithThreshold(1), "Score");
        Check((SequenceToSequenceTransformer)GoldenModels.Makers["SequenceToSequence"](_ml, data), model => model.WithBeam(1), "Output");

        void Check<TModel>(TModel model, Func<TModel, TModel> change, string column)
            where TModel : NetworkTransformer
        {
            var weight = model.NamedWeights.Values.First();
            var changed = change(model);
            model.Dispose();
            var scored = changed.Transform(data);
            Assert.AreNotEqual(0, Cells.Read(scored, scored.Schema[column]).Count());
            changed.Dispose();
            Assert.IsTrue(weight.IsInvalid);
            Assert.ThrowsExactly<ObjectDisposedException>(() => change(model));
        }
    }

    [TestMethod]
    public void A_batch_that_is_being_scored_is_scored_to_its_end_and_frees_the_weights()
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var network = nn.Linear(8, 1);
        var weight = network.weight!;
        using var patient = new WaitingTransformer(_ml, network, _ => { });
        var expected = Answers(patient);
        var model = new WaitingTransformer(_ml, network, _ =>
        {
            begun.Set();
            goOn.Wait();
        });
        var found = Task.Run(() => Answers(model));
        begun.Wait();
        model.Dispose();
        Assert.IsFalse(weight.IsInvalid);
        Assert.ThrowsExactly<ObjectDisposedException>(() => Answers(model));
        goOn.Set();
        CollectionAssert.AreEqual(expected, found.Result);

        float[] Answers(WaitingTransformer transformer) => [.. transformer.Transform(Blobs.Create(_ml, 3)).GetColumn<float>("Answer")];
    }

    [TestMethod]
    public void Weights_outlive_their_models_until_the_running_batch_has_ended()
    {
        using var begun = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var network = nn.Linear(8, 1);
        var weight = network.weight!;
        var model = new WaitingTransformer(_ml, network, _ =>
        {
            begun.Set();
            goOn.Wait();
        });
        var found = Task.Run(() => model.Transform(Blobs.Create(_ml, 3)).GetColumn<float>("Answer").ToArray());
        begun.Wait();
        model.Dispose();
        Assert.IsFalse(weight.IsInvalid);
        goOn.Set();
        Assert.HasCount(3, found.Result);
        Assert.IsTrue(weight.IsInvalid, "the batch was the last user");
    }

    [TestMethod]
    public void A_model_disposed_while_four_threads_score_ends_them_by_an_exception()
    {
        var data = _ml.Data.Cache(Blobs.Create(_ml, 2000));
        for (var round = 0; round < 10; round++)
        {
            var model = FittedModels.Binary(
                _ml, new MultilayerPerceptronOptions { HiddenSizes = [64], HiddenActivation = Activation.GELU });
            var expected = model.Transform(data).GetColumn<float>("Score").ToArray();
            using var started = new CountdownEvent(4);
            var threads = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ScoreUntilDisposed(model, data, expected, started))).ToArray();
            started.Wait();
            model.Dispose();
            Assert.IsTrue(Task.WaitAll(threads, TimeSpan.FromMinutes(1)));
        }
    }

    [TestMethod]
    public void A_prediction_engine_of_a_disposed_model_says_so()
    {
        foreach (var activation in new[] { Activation.ReLU, Activation.GELU }) // without torch, and with it
        {
            var model = FittedModels.Binary(_ml, new MultilayerPerceptronOptions { HiddenSizes = [8], HiddenActivation = activation });
            using var engine = _ml.Model.CreatePredictionEngine<Blobs.Row, Answer>(
                model, new PredictionEngineOptions { OwnsTransformer = false });
            var row = _ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(_ml, 1), reuseRowObject: false).Single();
            Assert.IsTrue(float.IsFinite(engine.Predict(row).Score));
            model.Dispose();
            Assert.ThrowsExactly<ObjectDisposedException>(() => engine.Predict(row), $"{activation}");
        }
    }

    private static void ScoreUntilDisposed(MultilayerPerceptronTransformer model, IDataView data, float[] expected, CountdownEvent started)
    {
        var signalled = false;
        try
        {
            while (true)
            {
                var view = model.Transform(data);
                if (!signalled)
                    started.Signal();
                signalled = true;
                CollectionAssert.AreEqual(expected, view.GetColumn<float>("Score").ToArray());
            }
        }
        catch (ObjectDisposedException)
        {
            // the end that was asked for; anything else fails the test
        }
    }

    private sealed class Answer
    {
        public float Score { get; set; }
    }
}
