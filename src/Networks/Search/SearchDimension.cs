using System.Text.Json.Nodes;

namespace DeepML;

/// <summary>One thing that a search of hyperparameters varies: a number, a whole number or a choice.</summary>
public abstract record SearchDimension
{
    private protected SearchDimension()
    {
    }

    /// <summary>How many values stand side by side without an order; 0 where values have one.</summary>
    internal virtual int Choices => 0;

    /// <summary>The value at a place.</summary>
    /// <param name="place">In [0, 1], along which values that are equally likely are equally wide.</param>
    internal abstract object At(double place);

    /// <summary>The places that have a value: an interval, of numbers a single point.</summary>
    internal abstract (double Low, double High) PlacesOf(object value);

    /// <summary>Whether a search may come to a value.</summary>
    internal abstract bool Holds(object? value);

    /// <summary>A value that was written as JSON; null for what is none of this dimension's.</summary>
    internal abstract object? Read(JsonValue value);

    /// <summary>What is wrong with it, a sentence each.</summary>
    internal abstract IEnumerable<string> Faults();
}
