using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

[TestClass]
public sealed class ManyThreadsTests
{
    private const int Threads = 16;
    private const int Rows = 100_000;

    [TestMethod]
    public void One_model_scores_alike_on_sixteen_threads_at_once()
    {
        var ml = new MLContext(seed: 1);
        using var model = FittedModels.Classifier(ml);
        var data = ml.Data.Cache(Blobs.WithKeys(ml, Rows / Threads));
        var expected = Scores(model.Transform(data));
        var found = new float[Threads][];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() => found[i] = Scores(model.Transform(data)))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        foreach (var scores in found)
            CollectionAssert.AreEqual(expected, scores);
    }

    [TestMethod]
    public void One_model_serves_prediction_engines_on_sixteen_threads_at_once()
    {
        var ml = new MLContext(seed: 1);
        using var model = FittedModels.Binary(
            ml, new MultilayerPerceptronOptions { HiddenSizes = [8], HiddenActivation = Activation.GELU });
        var rows = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 200), reuseRowObject: false).ToArray();
        var expected = Predictions();
        Parallel.For(
            0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ => CollectionAssert.AreEqual(expected, Predictions()));

        float[] Predictions()
        {
            using var engine = ml.Model.CreatePredictionEngine<Blobs.Row, Answer>(
                model, new PredictionEngineOptions { OwnsTransformer = false });
            return [.. rows.Select(row => engine.Predict(row).Probability)];
        }
    }

    [TestMethod]
    public void Ten_thousand_predictions_leave_no_tensor_and_a_flat_resident_set()
    {
        var ml = new MLContext(seed: 1);
        using var model = FittedModels.Binary(ml, new MultilayerPerceptronOptions { HiddenSizes = [64], HiddenActivation = Activation.GELU }); // through torch
        using var engine = ml.Model.CreatePredictionEngine<Blobs.Row, Answer>(
            model, new PredictionEngineOptions { OwnsTransformer = false });
        var row = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 1), reuseRowObject: false).Single();
        for (var i = 0; i < 3000; i++)
            engine.Predict(row);
        GC.Collect();
        var (tensors, resident) = (Tensor.TotalCount, Resident());
        for (var i = 0; i < 10_000; i++)
            engine.Predict(row);
        GC.Collect();
        Assert.AreEqual(tensors, Tensor.TotalCount);
        Assert.IsLessThan(16 << 20, Resident() - resident, "bytes the resident set has grown by");
    }

    [TestMethod]
    public void Fitting_saving_and_loading_again_and_again_keeps_the_resident_set_flat()
    {
        var ml = new MLContext(seed: 1);
        for (var i = 0; i < 10; i++)
            FitSaveLoad();
        var resident = Resident();
        for (var i = 0; i < 30; i++)
            FitSaveLoad();
        Assert.IsLessThan(16 << 20, Resident() - resident, "bytes the resident set has grown by: the weights of thirty models are 22 MB");

        void FitSaveLoad()
        {
            using var model = FittedModels.Binary(ml, new MultilayerPerceptronOptions { HiddenSizes = [400, 400] });
            using var file = new MemoryStream();
            ml.Model.Save(model, Blobs.Create(ml, 1).Schema, file);
            file.Position = 0;
            ((IDisposable)ml.Model.Load(file, out _)).Dispose();
        }
    }

    private static long Resident()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static float[] Scores(IDataView scored)
    {
        var scores = new List<float>();
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        var score = default(VBuffer<float>);
        while (cursor.MoveNext())
        {
            getter(ref score);
            scores.AddRange(score.GetValues());
        }
        return [.. scores];
    }

    private sealed class Answer
    {
        public float Probability { get; set; }
    }
}
