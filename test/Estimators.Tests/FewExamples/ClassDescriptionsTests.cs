using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.FewExamples;

/// <summary>Classes known by a description, and rows of classes that were never seen.</summary>
[TestClass]
public sealed class ClassDescriptionsTests
{
    private readonly MLContext _ml = new(seed: 1);

    private MulticlassClassificationCatalog.MulticlassClassificationTrainers Trainers => _ml.MulticlassClassification.Trainers;

    private static PrototypesOptions Longer(params int[] described) => new()
    {
        LabelColumnName = "Kind",
        Body = new DenseBody { HiddenSizes = [32], EmbeddingSize = 8 },
        ClassDescriptions = new ClassDescriptions
        {
            Classes = [.. described.Select(c => new ClassDescription($"ring {c}", RingRow.Describe(c)))],
        },
        Training = new TrainingOptions { Epochs = 15, BatchSize = 16, LearningRate = 5e-3, Seed = 1 },
    };

    [TestMethod]
    public void Rows_of_classes_without_one_training_row_are_known_by_their_description()
    {
        var data = Rows(60, 1, c => c is not (2 or 6));
        using var model = Trainers.Prototypes(Longer([.. Enumerable.Range(0, 9)])).Fit(data);
        CollectionAssert.AreEqual(new[] { "ring 2", "ring 6" }, model.ClassNames.Skip(7).ToArray(), "behind those of the label");
        var choice = model.TrainingHistory.Chosen.Single(c => c.Option == "ClassDescriptions.SeenPenalty");
        StringAssert.Contains(choice.Reason, "which a first training left out");
        var (seen, unseen) = (Share(model, Rows(30, 2, c => c is not (2 or 6))), Share(model, Rows(100, 3, c => c is 2 or 6)));
        Assert.IsGreaterThan(0.5, unseen, $"{seen} of the seen");
        Assert.IsGreaterThan(0.5, seen, $"{unseen} of the unseen");
        var sure = Longer([.. Enumerable.Range(0, 9)]);
        sure = sure with { ClassDescriptions = sure.ClassDescriptions! with { SeenPenalty = 1000 } };
        using var never = Trainers.Prototypes(sure).Fit(data);
        Assert.AreEqual(0.0, Share(never, Rows(9, 2, c => c is not (2 or 6))), "nothing is left of the seen");
        Assert.IsGreaterThan(0.9, Share(never, Rows(100, 3, c => c is 2 or 6)), "two unseen ones among each other");
    }

    [TestMethod]
    public void A_class_is_added_by_a_description_after_the_fit()
    {
        using var model = Trainers.Prototypes(Longer(0, 1, 3, 4, 5, 7, 8)).Fit(Rows(60, 1, c => c is not (2 or 6)));
        StringAssert.Contains(
            model.TrainingHistory.Chosen.Single(c => c.Option == "ClassDescriptions.SeenPenalty").Reason, "every class has training rows");
        using var more = model.AddClass("ring 6", RingRow.Describe(6));
        Assert.IsGreaterThan(0.3, Share(more, Rows(60, 3, c => c == 6)));
        using var shown = model.AddClass("ring 6", Rows(5, 4, c => c == 6));
        Assert.IsGreaterThan(0.5, Share(shown, Rows(60, 3, c => c == 6)), "rows say more");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AddClass("ring 6", [1f])).Message,
            "has 1 numbers; those of the other classes have 2");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.AddClass("ring 6", [1f, float.NaN])).Message,
            "Number 1 of the description");
    }

    [TestMethod]
    public void Ready_made_features_are_compared_with_descriptions_that_alone_are_learned()
    {
        var options = Longer([.. Enumerable.Range(0, 9)]) with { Body = null };
        using var model = Trainers.Prototypes(options).Fit(Rows(60, 1, c => c is not (2 or 6)));
        Assert.AreEqual(2 * 8 + 8, model.ParameterCount);
        Assert.IsGreaterThan(0.3, Share(model, Rows(30, 2, c => c is not (2 or 6))), "of nine classes");
    }

    [TestMethod]
    public void Descriptions_that_lack_a_class_or_name_what_cannot_be_are_refused()
    {
        var data = Rows(9, 1, c => c < 3);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(Longer(0, 1, 5)).Fit(data)).Message,
            "ClassDescriptions.Classes lacks 'ring 2'");
        var tooMany = Longer(0, 1, 2);
        tooMany = tooMany with { ClassDescriptions = tooMany.ClassDescriptions! with { HeldOutClasses = 2 } };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(tooMany).Fit(data)).Message,
            "ClassDescriptions.HeldOutClasses is 2; it must be in [1, 1]");
        var keys = _ml.Data.LoadFromEnumerable(new[] { new Keyed { Kind = 0 }, new Keyed { Kind = 1 } });
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Trainers.Prototypes(Longer(0, 1)).Fit(keys)).Message,
            "have no values behind them");
        var flags = _ml.Data.LoadFromEnumerable(new[] { new Flagged { Kind = true }, new Flagged() });
        var maybe = Longer(0, 1) with
        {
            ClassDescriptions = new ClassDescriptions { Classes = [new("True", [1f]), new("False", [0f]), new("maybe", [0.5f])] },
        };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(maybe).Fit(flags)).Message,
            "whose values are of type Boolean");
    }

    [TestMethod]
    public void Bad_descriptions_are_named_all_at_once()
    {
        var message = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(new PrototypesOptions
        {
            ClassDescriptions = new ClassDescriptions
            {
                Classes = [new("a", [1f, 2f]), new("a", [1f, float.NaN]), new("", []), new("b", [1f])],
                HiddenSizes = [0],
                SeenPenalty = -1,
                HeldOutClasses = 0,
            },
            Episodes = new EpisodeOptions { Shots = 1 },
        })).Message;
        foreach (var fault in new[]
        {
            "Classes is a list with 2 descriptions of 'a'; it must be a list with one for each class", "Classes[1].Numbers[1] is NaN",
            "Classes[2].ClassName is \"\"", "Classes[2].Numbers is empty", "Classes[3].Numbers is 1 numbers of 'b'", "HiddenSizes[0] is 0",
            "SeenPenalty is -1", "HeldOutClasses is 0; it must be at least 1", "HeldOutClasses is 0; it must be null",
            "Episodes is changed",
        })
            StringAssert.Contains(message, fault);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Prototypes(new PrototypesOptions
            {
                ClassDescriptions = new ClassDescriptions(),
            })).Message, "ClassDescriptions.Classes is a list of 0");
    }

    [TestMethod]
    public void The_penalty_of_seen_classes_balances_both_kinds_of_rows()
    {
        // Without a penalty every row is taken for a seen class; between 2 and 3 all unseen ones are found and one seen one is lost.
        StackedRow[] seen = [new(5, true), new(4, true), new(2.5, true), new(6, false)];
        StackedRow[] unseen = [new(1, true), new(2, true), new(3.5, false)];
        var (penalty, mean) = SeenPenalty.Choose(seen, unseen);
        Assert.AreEqual((2.25, 2 * 0.75 * (2 / 3.0) / (0.75 + (2 / 3.0))), (penalty, mean));
        Assert.AreEqual(0.0, SeenPenalty.Choose([new(1, true)], [new(-1, true)]).Penalty, "where nothing is confused nothing is taken off");
        Assert.AreEqual(0.0, SeenPenalty.Choose([new(1, false)], [new(2, true)]).HarmonicMean);
        Assert.AreEqual(1.0, SeenPenalty.Choose([new(3, true)], [new(2, true)]).HarmonicMean);
    }

    private double Share(PrototypesTransformer model, IDataView rows)
    {
        var scored = model.Transform(rows);
        return scored.GetColumn<uint>("PredictedLabel").Zip(scored.GetColumn<string>("Kind"))
            .Average(row => model.ClassNames[(int)row.First - 1] == row.Second ? 1.0 : 0);
    }

    private IDataView Rows(int each, int seed, Func<int, bool> of) => _ml.Data.LoadFromEnumerable(
        RingRow.Draw(each, seed, 0, 9).Where(row => of(int.Parse(row.Kind[5..], System.Globalization.CultureInfo.InvariantCulture)))
            .ToArray());

    private sealed class Keyed
    {
        [VectorType(8)]
        public float[] Features { get; set; } = new float[8];

        [KeyType(2)]
        public uint Kind { get; set; }
    }

    private sealed class Flagged
    {
        [VectorType(8)]
        public float[] Features { get; set; } = new float[8];

        public bool Kind { get; set; }
    }
}
