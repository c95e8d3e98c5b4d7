using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Sixty texts of four topics, with and without changed copies: words of TF-IDF under softmax regression, accuracy on 1,000 texts whose
/// words come from the same groups of synonyms. Ten draws of the texts. The penalty of the weights grows with the rows, or copies would
/// gain by a smaller one.
/// </summary>
internal sealed class AugmentedTexts : IQualityTask
{
    private const int Learned = 60, Tested = 1000, Draws = 10;
    private const float PenaltyOfRow = 0.001f;

    private static readonly string[][] Topics =
    [
        ["meal,dinner,supper", "cook,chef,baker", "tasty,delicious,savoury", "soup,broth,stew", "plate,dish,bowl", "spice,herb,seasoning",
            "fry,roast,grill", "bread,loaf,bun", "sweet,sugary,candied", "kitchen,pantry,cookhouse"],
        ["journey,trip,voyage", "train,tram,railway", "hotel,inn,hostel", "luggage,baggage,suitcase", "coast,shore,beach", "map,chart,plan",
            "guide,leader,escort", "ticket,fare,pass", "abroad,overseas,away", "harbour,port,dock"],
        ["match,game,contest", "team,side,squad", "coach,trainer,manager", "goal,score,point", "run,sprint,race", "stadium,arena,ground",
            "fan,supporter,follower", "win,victory,triumph", "ball,sphere,puck", "referee,umpire,judge"],
        ["computer,machine,laptop", "program,software,application", "code,script,source", "bug,defect,fault", "screen,display,monitor",
            "disk,drive,storage", "network,internet,web", "keyboard,mouse,keypad", "file,document,folder", "fast,quick,rapid"],
    ];

    private static readonly string[] Others =
    [
        "big,large,huge", "small,little,tiny", "begin,start,commence", "end,finish,close", "see,notice,spot", "say,tell,mention",
        "often,frequently,regularly", "nice,pleasant,agreeable", "old,aged,ancient", "new,recent,fresh", "people,folk,persons",
        "time,hour,moment",
    ];

    private static readonly TextAugmentation None = new() { SynonymShare = 0, DeleteShare = 0, Copies = 3 };

    public string Name => "augment";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var plain = Accuracy(null);
        yield return ("augment.none.accuracy", plain);
        foreach (var (name, augmentation) in ((string, TextAugmentation)[])
        [
            ("synonym", None with { Synonyms = Synonyms(), SynonymShare = 0.5 }),
            ("insert", None with { Synonyms = Synonyms(), InsertShare = 0.3 }),
            ("swap", None with { SwapShare = 0.2 }), ("delete", None with { DeleteShare = 0.2 }),
        ])
            yield return ($"augment.{name}.change", Accuracy(augmentation) - plain);
    }

    private static double Accuracy(TextAugmentation? augmentation) => Enumerable.Range(1, Draws).Average(seed =>
    {
        var ml = new MLContext(seed);
        var features = ml.Transforms.Conversion.MapValueToKey("Label", "Topic").Append(ml.Transforms.Text.FeaturizeText("Features", "Text"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                l1Regularization: 0, l2Regularization: PenaltyOfRow * Learned * (1 + (augmentation?.Copies ?? 0))));
        var texts = ml.Data.LoadFromEnumerable(Draw(seed, Learned));
        ITransformer model = augmentation is null
            ? features.Fit(texts)
            : ml.Transforms.AugmentText("Text", augmentation).Append(features).Fit(texts);
        return ml.MulticlassClassification.Evaluate(model.Transform(ml.Data.LoadFromEnumerable(Draw(1000 + seed, Tested)))).MicroAccuracy;
    });

    private static string[][] Synonyms() => [.. Topics.SelectMany(topic => topic).Concat(Others).Select(group => group.Split(','))];

    // Two words of the topic, one of another, six of none.
    private static IEnumerable<Line> Draw(int seed, int count)
    {
        var random = new Random(seed);
        string Word(string[] groups)
        {
            var words = groups[random.Next(groups.Length)].Split(',');
            return words[random.Next(words.Length)];
        }

        for (var i = 0; i < count; i++)
        {
            var topic = i % Topics.Length;
            var words = new List<string> { Word(Topics[topic]), Word(Topics[topic]), Word(Topics[(topic + random.Next(1, 4)) % 4]) };
            for (var other = 0; other < 6; other++)
                words.Add(Word(Others));
            var order = words.ToArray();
            random.Shuffle(order);
            yield return new Line { Topic = $"topic {topic}", Text = string.Join(' ', order) };
        }
    }

    private sealed class Line
    {
        public string Text { get; set; } = "";

        public string Topic { get; set; } = "";
    }
}
