using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Golden;

/// <summary>Worked numbers of whole families: films, ratings, words, a code of two numbers.</summary>
[TestClass]
public sealed class FamilyGoldenTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_five_films_that_nobody_rated_are_filled_and_the_25_others_stay()
    {
        const float no = float.NaN;
        float[][] ratings = [[1, 0, no, 1, 1, 1], [0, 1, 0, 0, 1, 0], [no, 1, 1, 0, 0, no], [1, 0, 1, 1, 0, 1], [0, no, 1, 1, no, 1]];
        var data = _ml.Data.LoadFromEnumerable(ratings.Select(row => new Films { Rated = row }));
        using var model = _ml.Transforms.Autoencoder("Code", "Rated", new AutoencoderOptions
        {
            HiddenSizes = [],
            CodeSize = 3,
            CodeActivation = Activation.Tanh,
            OutputActivation = Activation.Sigmoid,
            FillMissingValues = true,
            Outputs = new AutoencoderOutputs { Filled = "Filled" },
            Training = new TrainingOptions { Epochs = 40, BatchSize = 5, LearningRate = 0.05 },
        }).Fit(data);
        var scored = model.Transform(data);
        var filled = Cells.Read(scored, scored.Schema["Filled"]);
        var (holes, kept) = (0, 0);
        for (var user = 0; user < 5; user++)
            for (var film = 0; film < 6; film++)
            {
                if (float.IsNaN(ratings[user][film]))
                {
                    holes++;
                    Assert.IsTrue(filled[user][film] is > 0 and < 1, $"user {user + 1}, film {film + 1}: {filled[user][film]}");
                }
                else
                {
                    kept++;
                    Assert.AreEqual(ratings[user][film], filled[user][film], $"user {user + 1}, film {film + 1}");
                }
            }
        Assert.AreEqual((5, 25), (holes, kept));
    }

    [TestMethod]
    public void Ratings_of_four_and_more_are_likes()
    {
        string[] lines = ["1,1193,5,978300760", "1,661,3,978302109", "1,914,3,978301968", "1,3408,4,978300275", "1,2355,5,978824291"];
        var ratings = lines.Select(line => line.Split(',')).Select(cells => new Rated
        {
            User = int.Parse(cells[0]),
            Item = int.Parse(cells[1]),
            Stars = float.Parse(cells[2]),
            Time = long.Parse(cells[3]),
        }).ToArray();
        Assert.AreEqual((1, 661, 3f, 978302109L), (ratings[1].User, ratings[1].Item, ratings[1].Stars, ratings[1].Time));
        CollectionAssert.AreEqual(
            new[] { true, false, false, true, true }, ratings.Select(row => new RatingsRbmOptions().IsLiked(row.Stars)).ToArray());
        CollectionAssert.AreEqual(
            new[] { true, false, false, false, true },
            ratings.Select(row => new RatingsRbmOptions { LikedFrom = 4.5 }.IsLiked(row.Stars)).ToArray());
    }

    [TestMethod]
    public void Words_become_a_one_among_zeros()
    {
        string[] words = ["the", "cat", "sat", "on", "mat"];
        var data = _ml.Data.LoadFromEnumerable(words.Select(word => new Word { Text = word }));
        var coded = _ml.Transforms.Categorical.OneHotEncoding("Code", "Text").Fit(data).Transform(data)
            .GetColumn<float[]>("Code").ToArray();
        for (var word = 0; word < words.Length; word++)
            CollectionAssert.AreEqual(words.Select((_, at) => at == word ? 1f : 0).ToArray(), coded[word], words[word]);
    }

    [TestMethod]
    public void Two_numbers_in_place_of_784_are_99_745_percent_less()
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(_ => new Picture
        {
            Pixels = [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())],
        }));
        using var model = _ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
        {
            HiddenSizes = [],
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 1, BatchSize = 8 },
        }).Fit(data);
        Assert.AreEqual(99.744898, 100 * (1 - (1 / model.CompressionRatio)), 1e-6);
    }

    private sealed class Films
    {
        [VectorType(6)]
        public float[] Rated { get; set; } = [];
    }

    private sealed class Rated
    {
        public int User { get; set; }

        public int Item { get; set; }

        public float Stars { get; set; }

        public long Time { get; set; }
    }

    private sealed class Word
    {
        public string Text { get; set; } = "";
    }

    private sealed class Picture
    {
        [VectorType(784)]
        public float[] Pixels { get; set; } = [];
    }
}
