using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Sentences of a grammar: adjectives, nouns and verb are of one of eight topics, each with 80 words of its own; articles and what may
/// stand at the end are of none. A hundred sentences show less than half of the words.
/// </summary>
internal static class TopicSentences
{
    public const int Topics = 8;

    private const int Adjectives = 20, Nouns = 40, Verbs = 20, Others = 20;

    /// <summary>Draws sentences, all words as keys.</summary>
    public static IDataView Create(MLContext ml, int seed, int count)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ => Draw(random)).ToArray());
    }

    private static Sentence Draw(Random random)
    {
        var topic = random.Next(Topics);
        uint Other(int kind) => (uint)(1 + (kind * Others) + random.Next(Others));
        uint Own(int start, int count) =>
            (uint)(1 + (2 * Others) + (topic * (Adjectives + Nouns + Verbs)) + start + random.Next(count));
        var words = new List<uint>();
        void Add(bool isObject)
        {
            words.Add(Other(0));
            if (random.Next(4) > 0)
                words.Add(Own(0, Adjectives));
            words.Add(Own(Adjectives, Nouns));
            if (!isObject)
                words.Add(Own(Adjectives + Nouns, Verbs));
        }
        Add(isObject: false);
        Add(isObject: true);
        if (random.Next(3) == 0)
            words.Add(Other(1));
        return new Sentence { Words = [.. words], Topic = (uint)topic };
    }

    private sealed class Sentence
    {
        [KeyType((2 * Others) + (Topics * (Adjectives + Nouns + Verbs)))]
        public uint[] Words { get; set; } = [];

        [KeyType(Topics)]
        public uint Topic { get; set; }
    }
}
