using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Handwritten digits, a few hundred of them: layers, dropout, rate and function of a perceptron searched by trials of which those that
/// fall behind are stopped; the best is set beside the default options on digits that the search has not seen.
/// </summary>
internal static class Search
{
    private const int Trials = 24;
    private const int Learned = 300;
    private const string TrialsPath = "artifacts/search-trials";
    private const string RatesPath = "artifacts/search-rates";

    private static readonly Dictionary<string, SearchDimension> Space = new()
    {
        ["rate"] = new NumberDimension(1e-5, 0.3) { IsLogarithmic = true },
        ["units"] = new WholeDimension(8, 256) { IsLogarithmic = true },
        ["dropout"] = new NumberDimension(0, 0.6),
        ["function"] = new ChoiceDimension("ReLU", "Tanh", "Sigmoid"),
    };

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var all = ml.Data.ShuffleRows(ml.Data.Cache(Load(ml, DataFiles.Given(arguments, "digits.csv"))), seed: 1);
        var (rows, others) = (ml.Data.Cache(ml.Data.TakeRows(all, Learned)), ml.Data.Cache(ml.Data.SkipRows(all, Learned)));
        var options = new HyperparameterSearchOptions
        {
            LowerIsBetter = true,
            ValidationFraction = 0.3,
            Halving = new SuccessiveHalving(),
            Training = new TrainingOptions { Epochs = 60, ValidationFraction = 0.15, Seed = 1 },
        };
        var result = HyperparameterSearch.Run(
            (trial, training) => Perceptron(ml, trial, training), Space, rows,
            (model, held) => ml.MulticlassClassification.Evaluate(model.Transform(held)).LogLoss, Trials, options);
        output.Text(result.ToString());
        using var best = Perceptron(ml, result.Best, options.Training).Fit(rows);
        using var usual = ml.MulticlassClassification.Trainers.MultilayerPerceptron().Fit(rows);
        var (found, without) = (Accuracy(ml, best, others), Accuracy(ml, usual, others));
        output.Say($"Best: {result.Best}");
        output.Table("Digits that the search has not seen", ["options", "right"],
            [["best found", SampleOutput.Percent(found)], ["none set", SampleOutput.Percent(without)]]);
        output.Value("search.best.accuracy", found);
        output.Value("search.defaults.accuracy", without);
        output.Value("search.stopped", result.Trials.Count(trial => trial.Outcome == SearchOutcome.StoppedEarly));
        output.Say($"Trials: {Chart.Save(ReportCharts.SearchTrials(result, "log-loss by trial"), TrialsPath)}");
        output.Say($"Rates: {Chart.Save(ReportCharts.SearchDimension(result, "rate", "log-loss by learning rate"), RatesPath)}");
        return 0;
    }

    private static MultilayerPerceptronEstimator Perceptron(MLContext ml, SearchTrial trial, TrainingOptions training) =>
        ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [trial.Whole("units")],
            HiddenActivation = Enum.Parse<Activation>(trial.Choice("function")),
            Dropout = trial.Number("dropout"),
            Training = training with { LearningRate = trial.Number("rate") },
        });

    private static double Accuracy(MLContext ml, ITransformer model, IDataView rows) =>
        ml.MulticlassClassification.Evaluate(model.Transform(rows)).MicroAccuracy;

    private static IDataView Load(MLContext ml, string file)
    {
        var text = ml.Data.LoadFromTextFile(file, [new TextLoader.Column("Features", DataKind.Single, 0, 63),
            new TextLoader.Column("Label", DataKind.Single, 64)], separatorChar: ',', hasHeader: true);
        return ml.Transforms.Conversion.MapValueToKey("Label").Fit(text).Transform(text);
    }
}
