using DeepML.Data;
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
    [DataRow(1)]
    [DataRow(null)]
    public void A_block_is_scored_on_as_many_threads_as_it_keeps_busy_and_torch_has_the_others_back(int? busy)
    {
        var ml = new MLContext(seed: 1);
        var before = get_num_threads();
        set_num_threads(3);
        try
        {
            var found = new List<int>();
            var asked = new List<(int Rows, int Available)>();
            var scorer = new Scorer(
                [new VectorInput("Features", "input", Blobs.Width)], [new VectorOutput("Score", 1)], CPU, (rows, _) =>
                {
                    found.Add(get_num_threads());
                    return [zeros(rows[0].size(0))];
                },
                ScorableRows.WhereFinite, Threads: busy is not { } threads ? null : (rows, available) =>
                {
                    asked.Add((rows, available));
                    return threads;
                });
            Assert.AreEqual(600, Scores(new ScoringView(scorer, Blobs.Create(ml, 600))).Length);
            CollectionAssert.AreEqual(new[] { busy ?? 3, busy ?? 3 }, found);
            CollectionAssert.AreEqual(busy is null ? [] : new[] { (512, 3) }, asked, "once, for a whole block");
            Assert.AreEqual(3, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [TestMethod]
    public void Cursors_that_share_the_rows_score_each_of_them_once_and_leave_the_threads_of_torch_as_they_were()
    {
        var ml = new MLContext(seed: 1);
        using var model = FittedModels.Classifier(ml);
        var data = ml.Data.Cache(Blobs.WithKeys(ml, 20_000));
        var expected = Scores(model.Transform(data));
        var view = model.Transform(data);
        var cursors = view.GetRowCursorSet([view.Schema["Score"]], n: 2);
        if (cursors.Length < 2)
            Assert.Inconclusive("The cache gives one cursor.");
        var found = new (long Batch, float[] Scores)[cursors.Length][];
        var counts = new int[cursors.Length];
        var threads = cursors.Select((cursor, i) => new Thread(() =>
        {
            var before = get_num_threads();
            found[i] = ReadAll(cursor, view.Schema["Score"]);
            counts[i] = get_num_threads() - before;
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.IsTrue(counts.All(count => count == 0));
        var all = found.SelectMany(rows => rows).ToList();
        var inOrder = all.OrderBy(row => row.Batch).SelectMany(row => row.Scores).ToArray(); // a batch is on one cursor, in order
        Assert.HasCount(expected.Length, inOrder);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], inOrder[i], 1e-5);
    }

    private static (long Batch, float[] Scores)[] ReadAll(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        using var owned = cursor;
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var score = default(VBuffer<float>);
        var rows = new List<(long, float[])>();
        while (cursor.MoveNext())
        {
            getter(ref score);
            rows.Add((cursor.Batch, score.DenseValues().ToArray()));
        }
        return [.. rows];
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
        // through torch
        using var model = FittedModels.Binary(
            ml, new MultilayerPerceptronOptions { HiddenSizes = [64], HiddenActivation = Activation.GELU });
        using var engine = ml.Model.CreatePredictionEngine<Blobs.Row, Answer>(
            model, new PredictionEngineOptions { OwnsTransformer = false });
        var row = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, 1), reuseRowObject: false).Single();
        for (var i = 0; i < 3000; i++)
            engine.Predict(row);
        GC.Collect();
        var (tensors, resident) = (LiveTensors.Count(), Resident());
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
