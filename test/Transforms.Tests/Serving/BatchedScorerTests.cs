using System.Diagnostics.Metrics;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Serving;

/// <summary>Rows that come one by one are scored together.</summary>
[TestClass]
public sealed class BatchedScorerTests
{
    private static readonly MultilayerPerceptronOptions Small = new()
    {
        LabelColumnName = "Number",
        HiddenSizes = [4],
        Training = new TrainingOptions { Epochs = 2, BatchSize = 16 },
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public async Task Every_caller_gets_the_answer_to_its_own_row()
    {
        var (model, rows, expected) = Fitted();
        using (model)
        {
            await using var scorer = new BatchedScorer<Row, Answer>(_ml, model);
            var answers = await Task.WhenAll(rows.Select(row => Task.Run(() => scorer.ScoreAsync(row))));
            for (var i = 0; i < rows.Length; i++)
                Assert.AreEqual(expected[i], answers[i].Score, 1e-5, $"row {i}");
        }
    }

    [TestMethod]
    public async Task Rows_that_come_together_are_scored_together_and_no_more_than_allowed()
    {
        var (model, rows, _) = Fitted();
        var batches = new List<int>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "deepml.scoring.batch")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, batch, _, _) =>
        {
            lock (batches)
                batches.Add(batch);
        });
        listener.Start();
        using (model)
        {
            await using var scorer = new BatchedScorer<Row, Answer>(
                _ml, model, new BatchedScorerOptions { MaximumRows = 16, MaximumWait = TimeSpan.FromSeconds(2) });
            await Task.WhenAll(rows.Take(64).Select(row => scorer.ScoreAsync(row)));
        }
        Assert.AreEqual(64, batches.Sum());
        Assert.AreEqual(16, batches.Max(), "a full batch waits for no more");
    }

    [TestMethod]
    public async Task A_row_that_cannot_be_scored_fails_alone()
    {
        var (model, rows, expected) = Fitted();
        using (model)
        {
            await using var scorer = new BatchedScorer<Row, Answer>(
                _ml, model, new BatchedScorerOptions { MaximumWait = TimeSpan.FromMilliseconds(100) });
            var good = rows.Take(5).Select(row => scorer.ScoreAsync(row)).ToArray();
            var bad = scorer.ScoreAsync(new Row { Features = new float[3] });
            var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => bad);
            StringAssert.Contains(error.Message, "Features");
            for (var i = 0; i < good.Length; i++)
                Assert.AreEqual(expected[i], (await good[i]).Score, 1e-5);
        }
    }

    [TestMethod]
    public async Task A_model_is_replaced_under_load_and_no_answer_is_lost()
    {
        var (first, rows, before) = Fitted();
        var (second, _, after) = Fitted(seed: 2);
        using (first)
        using (second)
        {
            await using var scorer = new BatchedScorer<Row, Answer>(_ml, first);
            var work = Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < 10; i++)
                    Assert.IsTrue((await scorer.ScoreAsync(rows[i])).Score is var score
                        && (Math.Abs(score - before[i]) < 1e-5 || Math.Abs(score - after[i]) < 1e-5), $"row {i}: {score}");
            })));
            Assert.AreSame(first, scorer.Replace(second));
            await work;
            Assert.AreEqual(after[0], (await scorer.ScoreAsync(rows[0])).Score, 1e-5);
        }
    }

    [TestMethod]
    public async Task What_has_come_is_answered_at_the_end_and_nothing_after_it()
    {
        var (model, rows, expected) = Fitted();
        using (model)
        {
            var scorer = new BatchedScorer<Row, Answer>(_ml, model);
            var last = scorer.ScoreAsync(rows[0]);
            await scorer.DisposeAsync();
            Assert.AreEqual(expected[0], (await last).Score, 1e-5);
            await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => scorer.ScoreAsync(rows[0]));
            await scorer.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task Who_has_no_time_to_wait_need_not()
    {
        var (model, rows, _) = Fitted();
        using (model)
        {
            await using var scorer = new BatchedScorer<Row, Answer>(
                _ml, model, new BatchedScorerOptions { MaximumWait = TimeSpan.FromSeconds(1) });
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
            await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => scorer.ScoreAsync(rows[0], impatient.Token));
        }
    }

    [TestMethod]
    public void What_does_not_fit_is_told_at_once()
    {
        var (model, _, _) = Fitted();
        using (model)
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => new BatchedScorer<Other, Answer>(_ml, model)).Message,
                "The model does not lead from Other to Answer");
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => new BatchedScorer<Row, Unknown>(_ml, model)).Message, "to Unknown");
            foreach (var options in new BatchedScorerOptions[]
            {
                new() { MaximumRows = 0 }, new() { Capacity = 0 }, new() { MaximumWait = TimeSpan.FromSeconds(-1) },
            })
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BatchedScorer<Row, Answer>(_ml, model, options));
        }
    }

    private (ScoringTransformer Model, Row[] Rows, float[] Expected) Fitted(int seed = 1)
    {
        var ml = new MLContext(seed);
        var data = Blobs.Create(ml, 80, seed);
        var model = ml.Regression.Trainers.MultilayerPerceptron(Small).Fit(data);
        var rows = Cells.Read(Blobs.Create(_ml, 80), Blobs.Create(_ml, 80).Schema["Features"])
            .Select(features => new Row { Features = features }).ToArray();
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        return (model, rows, [.. scored.GetColumn<float>("Score")]);
    }

    private sealed class Row
    {
        [VectorType(Blobs.Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Other
    {
        public float Number { get; set; }
    }

    private sealed class Answer
    {
        public float Score { get; set; }
    }

    private sealed class Unknown
    {
        public float Nothing { get; set; }
    }
}
