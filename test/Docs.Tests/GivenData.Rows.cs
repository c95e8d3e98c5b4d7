using System.Globalization;
using Microsoft.ML.Data;

namespace DeepML.Docs.Tests;

/// <summary>The rows of the data.</summary>
public static partial class GivenData
{
    internal sealed class SignRow
    {
        [VectorType(32)]
        public float[] Signs { get; set; } = [];

        public string Letter { get; set; } = "";
    }

    internal sealed class StateRow
    {
        [VectorType(2)]
        public float[] State { get; set; } = [];
    }

    internal sealed class Row
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];

        [VectorType(8)]
        public float[] Pixels { get; set; } = [];

        public string Name { get; set; } = "";

        public string? Guess { get; set; }

        public float Label { get; set; }

        public static Row Draw(int i, Random random)
        {
            var centre = i % 3;
            var features = Enumerable.Range(0, 8).Select(n => (float)((n % 3 == centre ? 0.8 : 0.2) + (0.1 * random.NextDouble())))
                .ToArray();
            var name = (centre + 1).ToString(CultureInfo.InvariantCulture);
            return new Row
            {
                Features = features,
                Pixels = features,
                Name = name,
                Guess = i % 4 == 0 ? null : name,
                Label = features.Sum()
            };
        }
    }

    internal sealed class Rating
    {
        public string User { get; set; } = "";

        public string Item { get; set; } = "";

        public float Stars { get; set; }
    }

    internal sealed class PictureRow
    {
        public string File { get; set; } = "";

        public string Class { get; set; } = "";
    }

    internal sealed class SmallPicture
    {
        [VectorType(1, 8, 8)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    internal sealed class LoopRow
    {
        public double Time { get; set; }

        public double SetPoint { get; set; }

        public float Output { get; set; }

        public float Measured { get; set; }
    }

    internal sealed class Month
    {
        public float Passengers { get; set; }
    }

    internal sealed class Sale
    {
        public string Shop { get; set; } = "";

        public DateTime Day { get; set; }

        public float Sales { get; set; }

        public float Price { get; set; }
    }

    internal sealed class WideMachine
    {
        [VectorType(12)]
        public float[] Sensors { get; set; } = [];

        public bool Fault { get; set; }
    }

    internal sealed class Machine
    {
        public DateTime Time { get; set; }

        [ColumnName("Machine")]
        public string Name { get; set; } = "";

        public float Temperature { get; set; }

        public float Pressure { get; set; }

        public double Energy { get; set; }

        public float Power { get; set; }

        public bool Fault { get; set; }
    }

    internal sealed class TextRow
    {
        public string Text { get; set; } = "";

        public bool Liked { get; set; }

        public string[] Letters { get; set; } = [];

        public string[] Wanted { get; set; } = [];

        public string[] Tokens { get; set; } = [];

        public string[] Kinds { get; set; } = [];
    }

    internal sealed class Customer
    {
        public float Age { get; set; }

        public float Income { get; set; }

        public string Country { get; set; } = "";

        public bool Churned { get; set; }
    }

    internal sealed class Penguin
    {
        public string Species { get; set; } = "";

        public float BeakLength { get; set; }

        public float BodyMass { get; set; }

        public string Island { get; set; } = "";

        public string Sex { get; set; } = "";
    }

    private sealed class MarkedRow
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [VectorType(3)]
        public bool[] Marks { get; set; } = [];

        [VectorType(2)]
        public float[] Sizes { get; set; } = [];

        public float Delay { get; set; }

        public string Kind { get; set; } = "";
    }
}
