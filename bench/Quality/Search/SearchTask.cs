using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Thirty trials of a perceptron's layers, rate, dropout, noise and weight decay on the rows to learn from of two tables; the best found is
/// fitted to all of these rows, and set beside the default options on rows that the search has not seen.
/// </summary>
internal sealed class SearchTask : IQualityTask
{
    private const int Trials = 30;

    private static readonly Dictionary<string, SearchDimension> Space = new()
    {
        ["rate"] = new NumberDimension(1e-4, 3e-2) { IsLogarithmic = true },
        ["units"] = new WholeDimension(16, 256) { IsLogarithmic = true },
        ["layers"] = new WholeDimension(1, 3),
        ["dropout"] = new NumberDimension(0, 0.6),
        ["noise"] = new NumberDimension(0, 0.5),
        ["decay"] = new NumberDimension(1e-6, 0.1) { IsLogarithmic = true },
    };

    // Table, rows to learn from; the others are scored.
    private static readonly (string Name, int Learned)[] Tables = [("digits", 300), ("cars", 200)];

    private static readonly (string Name, HyperparameterSearchOptions Options)[] Ways =
    [
        ("", new HyperparameterSearchOptions()),
        (".random", new HyperparameterSearchOptions { Method = new RandomSearch() }),
        (".halving", new HyperparameterSearchOptions { Halving = new SuccessiveHalving() }),
    ];

    public string Name => "search";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var gains = new Dictionary<string, double>();
        foreach (var (name, learned) in Tables)
        {
            var table = TableSource.Of(name).Single().Read();
            var found = Seeds.All.Select(seed => Measure(table, learned, seed).ToArray()).ToArray();
            for (var i = 0; i < found[0].Length; i++)
            {
                var (part, value) = (found[0][i].Name, found.Average(seed => seed[i].Value));
                yield return ($"search.{name}{part}", value);
                if (part.StartsWith(".gain", StringComparison.Ordinal))
                    gains[part] = gains.GetValueOrDefault(part) + (value / Tables.Length);
            }
        }
        foreach (var (part, value) in gains)
            yield return ($"search{part}", value);
    }

    private static IEnumerable<(string Name, double Value)> Measure(Table table, int learned, int seed)
    {
        var ml = new MLContext(seed);
        var order = Enumerable.Range(0, table.Labels.Length).ToArray();
        new Random(seed).Shuffle(order);
        var features = table.Encode(order[..learned]);
        var split = new TableSplit(
            table, Table.At(features, order[..learned]), Table.At(table.Labels, order[..learned]),
            Table.At(features, order[learned..]), Table.At(table.Labels, order[learned..]));
        var (train, test) = (split.TrainView(ml), split.TestView(ml));
        var usual = Score(new MultilayerPerceptronOptions());
        yield return (".defaults", usual);
        foreach (var (way, options) in Ways)
        {
            var result = HyperparameterSearch.Run(
                (trial, training) => Trainer(Options(trial, training)), Space, train, Metric, Trials, options with
                {
                    LowerIsBetter = true,
                    ValidationFraction = 0.3,
                    Seed = seed,
                    Training = Training(seed),
                });
            var best = Score(Options(result.Best, Training(seed)));
            yield return ($".best{way}", best);
            yield return ($".gain{way}", best - usual);
            yield return ($".epochs{way}", result.Trials.Sum(trial => trial.Epochs));
            yield return ($".seconds{way}", result.Trials.Sum(trial => trial.Elapsed.TotalSeconds));
        }

        // Of the rows held out by the search: what is smoother than accuracy, and the squared error.
        double Metric(ITransformer model, IDataView rows) => table.Task == TableTask.Class
            ? ml.MulticlassClassification.Evaluate(model.Transform(rows)).LogLoss
            : ml.Regression.Evaluate(model.Transform(rows)).MeanSquaredError;

        double Score(MultilayerPerceptronOptions options)
        {
            var model = Trainer(options).Fit(train);
            using var owned = model as IDisposable;
            return Scores.Of(model.Transform(test), split.TestLabels, table);
        }

        IEstimator<ITransformer> Trainer(MultilayerPerceptronOptions options) => table.Task == TableTask.Class
            ? ml.MulticlassClassification.Trainers.MultilayerPerceptron(options)
            : ml.Regression.Trainers.MultilayerPerceptron(options);
    }

    private static TrainingOptions Training(int seed) => new() { Epochs = 60, Schedule = new CosineSchedule(), Seed = seed };

    private static MultilayerPerceptronOptions Options(SearchTrial trial, TrainingOptions training) => new()
    {
        HiddenSizes = [.. Enumerable.Repeat(trial.Whole("units"), trial.Whole("layers"))],
        Dropout = trial.Number("dropout"),
        Training = training with
        {
            LearningRate = trial.Number("rate"),
            InputNoise = trial.Number("noise"),
            Optimizer = new AdamWOptimizer(),
            WeightDecay = trial.Number("decay"),
        },
    };
}
