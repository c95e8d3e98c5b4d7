using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Docs.Tests;

/// <summary>Small data for the snippets, which name their columns.</summary>
public static partial class GivenData
{
    private const int Count = 48;

    private static readonly MLContext Ml = new(seed: 1);

    /// <summary>Rows with most of the columns that pages name: numbers around three centres.</summary>
    public static IDataView Rows(int seed = 1)
    {
        var random = new Random(seed);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(i => Row.Draw(i, random)).ToArray());
    }

    /// <summary>
    /// A process (gain 2, time constant 10, dead time 3) under a proportional controller whose set point steps up and back, or with an
    /// output held at one level after the other: numbers in "Time", "SetPoint", "Output" and "Measured".
    /// </summary>
    public static IDataView Loop(int seed = 1, int count = 300, bool isHeld = false)
    {
        var random = new Random(seed);
        var (outputs, state) = (new List<double>(), 0.0);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i =>
        {
            var set = 50 + (i >= count / 10 && i < count * 11 / 20 ? 5.0 : 0);
            var measured = 50 + state + (0.05 * (random.NextDouble() - 0.5));
            outputs.Add(!isHeld ? 30 + (0.8 * (set - measured)) : i % 15 == 0 ? 26 + (8 * random.NextDouble()) : outputs[^1]);
            state += ((2 * ((outputs.Count > 3 ? outputs[^4] : 30) - 30)) - state) * (1 - Math.Exp(-0.1));
            return new LoopRow { Time = i, SetPoint = set, Output = (float)outputs[^1], Measured = (float)measured };
        }).ToArray());
    }

    /// <summary>The same with the name as a key in "Label", where every fourth row has none if asked for.</summary>
    public static IDataView Keyed(int seed = 1, bool withGaps = false)
    {
        var keyed = Ml.Transforms.Conversion.MapValueToKey("Label", withGaps ? "Guess" : "Name").Fit(Rows(seed)).Transform(Rows(seed));
        return Ml.Transforms.Conversion.MapValueToKey("Digit", withGaps ? "Guess" : "Name").Fit(keyed).Transform(keyed);
    }

    /// <summary>
    /// Four numbers in "Features", with three yes or no in "Marks", two numbers in "Sizes", one in "Delay" and a class in "Kind".
    /// </summary>
    public static IDataView Marked(int seed = 1)
    {
        var random = new Random(seed);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(_ =>
        {
            var x = Enumerable.Range(0, 4).Select(_ => (float)random.NextDouble()).ToArray();
            return new MarkedRow
            {
                Features = x,
                Marks = [x[0] > 0.5f, x[1] > 0.5f, x[2] > 0.5f],
                Sizes = [x[0] + x[1], 5 * x[3]],
                Delay = 10 * x[0],
                Kind = x[0] > x[1] ? "tall" : "wide",
            };
        }).ToArray());
    }

    /// <summary>Ratings: keys in "UserKey" and "ItemKey", names in "User" and "Item".</summary>
    public static IDataView Ratings()
    {
        var random = new Random(1);
        string[] users = ["anna", "ben", "cleo", "dan", "eve", "finn"];
        var ratings = users.SelectMany(user => Enumerable.Range(0, 12).Where(_ => random.Next(3) > 0)
            .Select(item => new Rating { User = user, Item = $"film {item}", Stars = random.Next(1, 6) })).ToArray();
        var data = Ml.Data.LoadFromEnumerable(ratings);
        return Ml.Transforms.Conversion.MapValueToKey("UserKey", "User").Append(Ml.Transforms.Conversion.MapValueToKey("ItemKey", "Item"))
            .Fit(data).Transform(data);
    }

    /// <summary>Rows that name picture files in the folder "pictures" of the current one.</summary>
    public static IDataView Pictures()
    {
        Directory.CreateDirectory("pictures");
        var files = Enumerable.Range(0, 16).Select(i => new PictureRow { File = $"{i}.png", Class = i % 2 == 0 ? "dark" : "bright" })
            .ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            var pixels = new byte[16 * 16 * 4];
            new Random(i).NextBytes(pixels);
            for (var p = 0; p < pixels.Length; p++)
                pixels[p] = p % 4 == 3 ? (byte)255 : (byte)((pixels[p] / 4) + (i % 2 == 0 ? 0 : 180));
            using var image = MLImage.CreateFromPixels(16, 16, MLPixelFormat.Rgba32, pixels);
            image.Save(Path.Combine("pictures", files[i].File));
        }
        File.WriteAllLines("pictures.csv", files.Select(file => $"{file.File},{file.Class}").Prepend("File,Class"));
        return Ml.Data.LoadFromEnumerable(files);
    }

    /// <summary>Small pictures as vectors, with a key.</summary>
    public static IDataView SmallPictures()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 24).Select(i => new SmallPicture
        {
            Features = [.. Enumerable.Range(0, 64).Select(p => ((p / 8) % 2 == i % 2 ? 0.8f : 0.2f) + (float)(0.1 * random.NextDouble()))],
            Name = i % 2 == 0 ? "even" : "odd",
        }).ToArray();
        var data = Ml.Data.LoadFromEnumerable(rows);
        return Ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
    }

    /// <summary>Four letters of -1 and 1.</summary>
    public static IDataView Signs()
    {
        var random = new Random(1);
        return Ml.Data.LoadFromEnumerable("abcd".Select(letter => new SignRow
        {
            Letter = letter.ToString(),
            Signs = [.. Enumerable.Range(0, 32).Select(_ => random.Next(2) == 0 ? -1f : 1)],
        }).ToArray());
    }

    /// <summary>Pairs of numbers.</summary>
    public static IDataView States() => Ml.Data.LoadFromEnumerable(
        new[] { new StateRow { State = [0.5f, -0.5f] }, new StateRow { State = [1, 1] } });

    /// <summary>Months with passengers.</summary>
    public static IDataView Months() =>
        Ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 96).Select(i => new Month { Passengers = 100 + i + (20 * MathF.Sin(i * MathF.PI / 6)) }).ToArray());

    /// <summary>Sales of two shops, day by day.</summary>
    public static IDataView Sales() => Ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, 2).SelectMany(shop => Enumerable.Range(0, 90).Select(day => new Sale
        {
            Shop = shop == 0 ? "north" : "south",
            Day = new DateTime(2024, 1, 1).AddDays(day),
            Sales = 50 + (10 * (day % 7)) + (20 * shop),
            Price = 1 + (day % 3),
        })).ToArray());

    /// <summary>Two machines that tell of themselves about once a minute, for two hours.</summary>
    public static IDataView Machines()
    {
        var random = new Random(1);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(i => new Machine
        {
            Time = new DateTime(2026, 3, 1).AddSeconds((30 * i) + random.Next(20)),
            Name = i % 2 == 0 ? "pump" : "press",
            Temperature = i % 7 == 0 ? float.NaN : 60 + (5 * random.NextSingle()),
            Pressure = 3 + random.NextSingle(),
            Energy = 100 + (2 * i),
            Power = i,
            Fault = i % 90 > 80,
        }).ToArray());
    }

    /// <summary>Machines with twelve sensors.</summary>
    public static IDataView WideMachines()
    {
        var random = new Random(1);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(_ =>
        {
            var sensors = Enumerable.Range(0, 12).Select(_ => random.NextSingle()).ToArray();
            return new WideMachine { Sensors = sensors, Fault = sensors[2] + sensors[5] > 1 };
        }).ToArray());
    }

    /// <summary>Texts that are liked or not, with words and tags, and as letters.</summary>
    public static IDataView Texts()
    {
        string[] texts = ["Once upon a day", "a dull day", "fine words here", "dull words there", "such a fine book", "such a dull book"];
        var rows = Enumerable.Range(0, 24).Select(i => texts[i % texts.Length]).Select(text => new TextRow
        {
            Text = text,
            Liked = text.Contains("fine", StringComparison.Ordinal),
            Letters = [.. text.Select(letter => letter.ToString())],
            Wanted = [.. text.Reverse().Select(letter => letter.ToString())],
            Tokens = text.Split(' '),
            Kinds = [.. text.Split(' ').Select(word => word.Length > 3 ? "long" : "short")],
        }).ToArray();
        var data = Ml.Data.LoadFromEnumerable(rows);
        return Ml.Transforms.Conversion.MapValueToKey("Words", "Tokens").Append(Ml.Transforms.Conversion.MapValueToKey("Label", "Kinds"))
            .Fit(data).Transform(data);
    }

    /// <summary>Customers as a table.</summary>
    public static IDataView Customers()
    {
        var random = new Random(1);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 120).Select(_ => new Customer
        {
            Age = random.Next(18, 80),
            Income = (float)Math.Exp(10 + random.NextDouble()),
            Country = random.Next(2) == 0 ? "FR" : "DE",
            Churned = random.Next(3) == 0,
        }).ToArray());
    }

    /// <summary>Penguins as a table: numbers with holes, and texts.</summary>
    public static IDataView Penguins()
    {
        var random = new Random(1);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 90).Select(i => new Penguin
        {
            Species = i % 2 == 0 ? "Adelie" : "Gentoo",
            BeakLength = i % 9 == 0 ? float.NaN : 38 + (8 * (i % 2)) + random.NextSingle(),
            BodyMass = 3700 + (1300 * (i % 2)) + (100 * random.NextSingle()),
            Island = i % 3 == 0 ? "Dream" : "Biscoe",
            Sex = i % 5 == 0 ? "" : i % 4 < 2 ? "male" : "female",
        }).ToArray());
    }

    /// <summary>Writes a page's data files, cut to a few rows, into the folder "data" of the current one.</summary>
    public static void WriteFiles()
    {
        Directory.CreateDirectory("data");
        foreach (var (name, rows) in new[] { ("digits.csv", 150), ("airline-passengers.csv", 97), ("cars.csv", 100) })
            File.WriteAllLines(Path.Combine("data", name), File.ReadLines(Path.Combine(Snippet.Root, "data", name)).Take(rows));
    }
}
