using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Columns of mixed type given by name and nothing else, with default options: texts, holes and all, on the splits of the encoded tables.
/// </summary>
internal static class MixedParts
{
    /// <summary>Penguins and birds that met aircraft.</summary>
    public static IEnumerable<DefaultsPart> All() =>
    [
        new("defaults.penguins.table", bars => Measure("defaults.penguins.table", Penguins, bars)),
        new("defaults.birdstrikes-damage.table", bars => Measure("defaults.birdstrikes-damage.table", Birds, bars)),
    ];

    private static IEnumerable<(string Name, double Value)> Measure(string name, Func<string, int, Trial> fit, Bars bars)
    {
        var trials = Seeds.All.Select(seed => fit(name, seed)).ToArray();
        var seconds = trials.Average(t => t.Seconds);
        yield return (name, trials.Average(t => t.Score));
        yield return ($"{name}.seconds", seconds);
        bars.Judge("time", name, Trial.IsQuick(seconds, rows: 0));
    }

    private static Trial Penguins(string name, int seed)
    {
        var ml = new MLContext(seed);
        var file = new CsvColumns("penguins.csv");
        var numbers = file.Rows("BeakLength", "BeakDepth", "FlipperLength", "BodyMass");
        var (island, sex, species) = (file.Text("Island"), file.Text("Sex"), file.Text("Species"));
        Penguin[] all = [.. numbers.Select((row, i) => new Penguin(row, island[i], sex[i], species[i]))];
        var (train, test) = ImageRows.Split(all.Length, seed);
        var trainer = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Species",
            FeatureColumnNames = ["BeakLength", "BeakDepth", "FlipperLength", "BodyMass", "Island", "Sex"],
        });
        return Trial.Of(name, () => trainer.Fit(ml.Data.LoadFromEnumerable(Table.At(all, train))), model =>
        {
            var scored = model.Transform(ml.Data.LoadFromEnumerable(Table.At(all, test)));
            var named = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored);
            var (answers, truth) = (named.GetColumn<string>("PredictedLabel"), named.GetColumn<string>("Species"));
            return Scores.Accuracy(answers.Zip(truth, (answer, kind) => answer == kind));
        });
    }

    private static Trial Birds(string name, int seed)
    {
        var ml = new MLContext(seed);
        var file = new CsvColumns("birdstrikes.csv");
        var speed = file.Numbers("Speed IAS in knots");
        var (phase, size, species) = (file.Text("Phase of flight"), file.Text("Wildlife Size"), file.Text("Wildlife Species"));
        var (time, damage) = (file.Text("Time of day"), file.Text("Effect Amount of damage"));
        Strike[] all = [.. speed.Select((knots, i) => new Strike(knots, phase[i], size[i], species[i], time[i], damage[i] != "None"))];
        var (train, test) = ImageRows.Split(all.Length, seed);
        var trainer = ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Damage",
            FeatureColumnNames = ["Speed", "Phase", "Size", "Species", "Time"],
        });
        return Trial.Of(name, () => trainer.Fit(ml.Data.LoadFromEnumerable(Table.At(all, train))), model =>
        {
            var scored = model.Transform(ml.Data.LoadFromEnumerable(Table.At(all, test)));
            return Scores.Area(scored.GetColumn<float>("Score"), scored.GetColumn<bool>("Damage"));
        });
    }

    private sealed class Penguin(float[] numbers, string island, string sex, string species)
    {
        public float BeakLength { get; } = numbers[0];

        public float BeakDepth { get; } = numbers[1];

        public float FlipperLength { get; } = numbers[2];

        public float BodyMass { get; } = numbers[3];

        public string Island { get; } = island;

        public string Sex { get; } = sex;

        public string Species { get; } = species;
    }

    private sealed class Strike(float speed, string phase, string size, string species, string time, bool damage)
    {
        public float Speed { get; } = speed;

        public string Phase { get; } = phase;

        public string Size { get; } = size;

        public string Species { get; } = species;

        public string Time { get; } = time;

        public bool Damage { get; } = damage;
    }
}
